#!/usr/bin/env python3
"""Makes world.bin and world-coarse.bin, the outlines of all states, from Natural Earth.

Source  npm package world-atlas 2.0.2, file countries-10m.json: Natural Earth 4.1.0, 1:10m, public domain.
Needs   Python 3.9 and pycountry (country codes).
Run     npm pack world-atlas@2.0.2 && pip install pycountry
        python assets/map/make.py world-atlas-2.0.2.tgz

README.md in this directory describes the files.
"""
import functools
import heapq
import json
import math
import pathlib
import sys
import tarfile
from collections import defaultdict

import pycountry

PACKAGE, VERSION, MEMBER = "world-atlas", "2.0.2", "package/countries-10m.json"
RADIUS = 6371.0088
KM_PER_DEGREE = math.radians(RADIUS)

# Areas without an ISO number, and the state that they belong to here. Others keep no code.
WITHOUT_NUMBER = {
    "Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY", "Cyprus U.N. Buffer Zone": "CY", "Dhekelia": "GB",
    "Akrotiri": "GB", "Baikonur": "KZ", "USNB Guantanamo Bay": "CU", "Indian Ocean Ter.": "AU", "Coral Sea Is.": "AU",
    "Clipperton I.": "FR",
}
# Åland is a part of Finland on every map of states.
MERGED = {"AX": "FI"}
# Natural Earth counts Crimea as a part of Russia. By General Assembly resolution 68/262, it is a part of Ukraine.
MOVED = [("RU", "UA", (32.0, 44.0, 37.0, 46.3))]
# Names that Natural Earth abbreviates.
NAMES = {
    "CF": "Central African Republic", "CD": "DR Congo", "DO": "Dominican Republic", "GQ": "Equatorial Guinea",
    "BA": "Bosnia and Herzegovina", "SS": "South Sudan", "EH": "Western Sahara", "MK": "North Macedonia", "SZ": "Eswatini",
    "TR": "Türkiye", "AG": "Antigua and Barbuda", "KN": "Saint Kitts and Nevis", "VC": "Saint Vincent",
    "SB": "Solomon Islands", "MH": "Marshall Islands", "FO": "Faroe Islands", "ST": "São Tomé and Príncipe",
    "US": "United States", "CV": "Cabo Verde",
}


# A state whose ring has no area at the source's resolution: a rhombus of its size, in Italy.
RHOMBUS = {"VA": ("Vatican City", 12.453, 41.903, 0.005)}


def country(geometry):
    """Returns the code and the name of a country of the source."""
    name, number = geometry["properties"]["name"], geometry.get("id")
    found = pycountry.countries.get(numeric=number) if number else None
    code = found.alpha_2 if found else WITHOUT_NUMBER.get(name, "")
    code = MERGED.get(code, code)
    return code, NAMES.get(code, name)


class Level:
    """The level of detail of a file. A state's size in km determines the tolerance of its outline."""

    def __init__(self, units, share, finest, coarsest, island):
        self.units, self.share, self.finest, self.coarsest, self.island = units, share, finest, coarsest, island

    def tolerance(self, size):
        return min(max(size / self.share, self.finest), self.coarsest)


LEVELS = {
    # A state over a panel of 200x60 cells has a dot for about each 310th part of its size.
    "world.bin": Level(units=500, share=400, finest=0.3, coarsest=5.0, island=1.4),
    # For dots of 10 km and more.
    "world-coarse.bin": Level(units=100, share=48, finest=6.0, coarsest=22.0, island=1.6),
}


# ------------------------------------------------------------------------------------------- reading
def read(path):
    """Returns the parts of each country: {code: (name, [ring, ...] per part)}, a ring as quantised points."""
    with tarfile.open(path) as tar:
        package = json.load(tar.extractfile("package/package.json"))
        if (package["name"], package["version"]) != (PACKAGE, VERSION):
            sys.exit(f"expected {PACKAGE}@{VERSION}, found {package['name']}@{package['version']}")
        topology = json.load(tar.extractfile(MEMBER))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for deltas in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            longitude, latitude = x * sx + tx, y * sy + ty
            # 180° W and 180° E are the same meridian, and a pole is one point.
            longitude = -180.0 if longitude > 179.9999 else longitude
            if latitude < -89.9 or (latitude < -85.2 and abs(longitude) > 179.99):
                longitude, latitude = -180.0, -90.0
            points.append((round(longitude, 5), round(latitude, 5)))
        arcs.append(points)
    names, parts = {}, defaultdict(list)
    for geometry in topology["objects"]["countries"]["geometries"]:
        code, name = country(geometry)
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        if geometry.get("id") and code not in names or code == "XK":
            names[code] = name
        for polygon in polygons:
            rings = [ring(arcs, indexes) for indexes in polygon]
            parts[owner(code, rings[0])].append(rings)
    for code, (name, longitude, latitude, half) in RHOMBUS.items():
        names[code] = name
        corners = [(half, 0), (0, half), (-half, 0), (0, -half), (half, 0)]
        parts[code] = [[[(round(longitude + x, 5), round(latitude + y, 5)) for x, y in corners]]]
    return names, parts


def ring(arcs, indexes):
    points = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc if not points else arc[1:]
    return points


def owner(code, outer):
    for source, target, (west, south, east, north) in MOVED:
        if code == source and all(west <= x <= east and south <= y <= north for x, y in outer):
            return target
    return code


# ------------------------------------------------------------------------------------------- topology
def outlines(parts):
    """Returns the arcs and, for each country, its parts as lists of arc indexes.

    Two edges of the same country on each other cancel: the cut along the 180th meridian, and inner borders.
    """
    users = defaultdict(list)
    for code, polygons in parts.items():
        cuts = sorted({p[1] for rings in polygons for points in rings for p in points if p[0] == -180.0})
        for number, rings in enumerate(polygons):
            for points in rings:
                for a, b in zip(points, points[1:]):
                    for c, d in pieces(a, b, cuts):
                        if c != d:
                            users[(c, d) if c < d else (d, c)].append((code, number))
    joined = Joined()
    edges = {}
    for edge, owners in users.items():
        codes = [code for code, _ in owners]
        for code in set(codes):
            same = [joined.find(owner) for owner in owners if owner[0] == code]
            for other in same[1:]:
                joined.join(same[0], other)
        kept = sorted(code for code in set(codes) if codes.count(code) % 2)
        if kept:
            edges[edge] = tuple(kept)
    owners_of = {edge: {owner for owner in users[edge] if owner[0] in kept} for edge, kept in edges.items()}

    neighbours = defaultdict(list)
    for a, b in edges:
        neighbours[a].append(b)
        neighbours[b].append(a)

    def edge(a, b):
        return (a, b) if a < b else (b, a)

    def key(a, b):
        return edges[edge(a, b)]

    def is_node(point):
        around = neighbours[point]
        return len(around) != 2 or key(point, around[0]) != key(point, around[1])

    arcs, used = [], set()

    def walk(start, after):
        points = [start, after]
        used.add(edge(start, after))
        while not is_node(points[-1]) and points[-1] != points[0]:
            step = [p for p in neighbours[points[-1]] if edge(points[-1], p) not in used]
            if not step:
                break
            used.add(edge(points[-1], step[0]))
            points.append(step[0])
        owners = owners_of[edge(points[0], points[1])]
        arcs.append((points, key(points[0], points[1]), {joined.find(owner) for owner in owners}))

    for start in sorted(neighbours):
        if is_node(start):
            for after in neighbours[start]:
                if edge(start, after) not in used:
                    walk(start, after)
    for start in sorted(neighbours):
        for after in neighbours[start]:
            if edge(start, after) not in used:
                walk(start, after)
    result = defaultdict(lambda: defaultdict(list))
    for number, (_, _, owners) in enumerate(arcs):
        for owner in owners:
            result[owner[0]][owner].append(number)
    return [(points, codes) for points, codes, _ in arcs], {code: list(p.values()) for code, p in result.items()}


def pieces(a, b, cuts):
    """Splits an edge along the 180th meridian where an edge on its other side has a point."""
    if a[0] != -180.0 or b[0] != -180.0:
        return [(a, b)]
    low, high = min(a[1], b[1]), max(a[1], b[1])
    points = [(-180.0, latitude) for latitude in cuts if low <= latitude <= high]
    return list(zip(points, points[1:]))


class Joined:
    """A disjoint-set forest that joins parts of a country that share an edge."""

    def __init__(self):
        self.parent = {}

    def find(self, item):
        while self.parent.get(item, item) != item:
            item = self.parent[item]
        return item

    def join(self, one, other):
        self.parent[self.find(other)] = self.find(one)


# ------------------------------------------------------------------------------------------- geometry
def vector(point):
    longitude, latitude = map(math.radians, point)
    return (math.cos(latitude) * math.cos(longitude), math.cos(latitude) * math.sin(longitude), math.sin(latitude))


def triangle(a, b, c):
    """Returns the area of a small triangle in km²."""
    u, v = [q - p for p, q in zip(a, b)], [q - p for p, q in zip(a, c)]
    cross = (u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])
    return math.hypot(*cross) / 2 * RADIUS**2


def simplified(points, tolerance, least):
    """Simplifies a line with Visvalingam's algorithm: drops points with a triangle below the tolerance squared."""
    vectors = [vector(point) for point in points]
    count = len(points)
    before, after, alive = list(range(-1, count - 1)), list(range(1, count + 1)), [True] * count
    areas, heap = [0.0] * count, []
    for n in range(1, count - 1):
        areas[n] = triangle(vectors[n - 1], vectors[n], vectors[n + 1])
        heapq.heappush(heap, (areas[n], n))
    left = count
    while heap and left > least:
        area, n = heapq.heappop(heap)
        if not alive[n] or area != areas[n]:
            continue
        if area >= tolerance**2:
            break
        alive[n] = False
        left -= 1
        after[before[n]], before[after[n]] = after[n], before[n]
        for m in (before[n], after[n]):
            if 0 < m < count - 1:
                areas[m] = max(triangle(vectors[before[m]], vectors[m], vectors[after[m]]), area)
                heapq.heappush(heap, (areas[m], m))
    return [point for point, kept in zip(points, alive) if kept]


def unwrapped(points):
    """Returns the points with longitudes that never jump by more than 180°."""
    result, last = [], None
    for longitude, latitude in points:
        while last is not None and longitude - last > 180:
            longitude -= 360
        while last is not None and last - longitude > 180:
            longitude += 360
        result.append((longitude, latitude))
        last = longitude
    return result


def chains(arcs):
    """Joins arcs to closed lines."""
    todo, result = [list(arc) for arc in arcs], []
    ends = defaultdict(list)
    for n, arc in enumerate(todo):
        ends[arc[0]].append(n)
        ends[arc[-1]].append(n)
    used = set()
    for n, arc in enumerate(todo):
        if n in used:
            continue
        used.add(n)
        line = list(arc)
        while line[-1] != line[0]:
            following = [m for m in ends[line[-1]] if m not in used]
            if not following:
                break
            used.add(following[0])
            arc = todo[following[0]]
            line += arc[1:] if arc[0] == line[-1] else arc[-2::-1]
        result.append(line)
    return result


def area_of(arcs):
    """Returns the area within arcs in km², holes taken off."""
    sizes = []
    for line in chains(arcs):
        points = unwrapped(line)
        total = sum(
            math.radians(b[0] - a[0]) * (2 + math.sin(math.radians(a[1])) + math.sin(math.radians(b[1])))
            for a, b in zip(points, points[1:])
        )
        sizes.append(abs(total) / 2 * RADIUS**2 % (4 * math.pi * RADIUS**2))
    return max(sizes) * 2 - sum(sizes) if sizes else 0.0


def box_of(arcs):
    """Returns west, south, width and height in degrees; the widest gap of longitudes is outside."""
    points = [point for arc in arcs for point in arc]
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    longitudes = sorted({p[0] % 360 for p in points})
    gaps = [(b - a, b) for a, b in zip(longitudes, longitudes[1:])]
    gaps.append((longitudes[0] + 360 - longitudes[-1], longitudes[0]))
    gap, west = max(gaps)
    # A part around a pole has points on every meridian.
    around = gap < 15 and max(abs(south), abs(north)) > 60
    west, width = (-180.0, 360.0) if around else ((west + 180) % 360 - 180, 360 - gap)
    if around and south < -60:
        south = -90.0
    return west, south, width, north - south


def size_of(box):
    """Returns the diagonal of a box in km."""
    _, south, width, height = box
    middle = math.radians(south + height / 2)
    return math.hypot(width * math.cos(middle), height) * KM_PER_DEGREE


def union(one, other):
    west, south, width, height = one
    shift = (other[0] - west + 180) % 360 - 180
    start = min(0, shift)
    end = max(width, shift + other[2])
    bottom, top = min(south, other[1]), max(south + height, other[1] + other[3])
    return (west + start + 180) % 360 - 180, bottom, min(end - start, 360.0), top - bottom


def gap_between(one, other):
    """Returns the distance of two boxes in km."""
    middle = math.radians((one[1] + one[3] / 2 + other[1] + other[3] / 2) / 2)
    shift = (other[0] - one[0]) % 360
    across = 0 if shift <= one[2] else min(shift - one[2], max(360 - shift - other[2], 0))
    down = max(other[1] - one[1] - one[3], one[1] - other[1] - other[3], 0)
    return math.hypot(across * math.cos(middle), down) * KM_PER_DEGREE


def main_parts(parts):
    """Returns the parts that an atlas would frame, the distant ones, and the box of the former.

    A part is distant if its gap to the large parts is more than a quarter of their size. Less than 300 km is never
    distant, more than 900 km always is. Parts with less than a tenth of the largest part's area are not large.
    """
    first, *distant = sorted(parts, key=lambda part: -part["area"])
    main, box = [first], first["box"]
    grown = True
    while grown:
        grown = False
        for part in list(distant):
            bridges = [other["box"] for other in main if other["area"] >= first["area"] / 10]
            reach = min(max(size_of(functools.reduce(union, bridges)) / 4, 300.0), 900.0)
            if min(gap_between(bridge, part["box"]) for bridge in bridges) <= reach:
                main.append(part)
                distant.remove(part)
                box, grown = union(box, part["box"]), True
    return main, distant, box


# ------------------------------------------------------------------------------------------- writing
def varint(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def signed(number):
    return varint(number * 2 if number >= 0 else -number * 2 - 1)


def write(path, level, names, arcs, countries):
    described = {}
    for code, parts in countries.items():
        parts = [{"arcs": part, "area": area_of([arcs[n][0] for n in part]), "box": box_of([arcs[n][0] for n in part])}
                 for part in parts]
        described[code] = main_parts(parts)
    tolerance = {code: level.tolerance(size_of(box)) for code, (_, _, box) in described.items()}
    # Islands smaller than a dot are dropped, but a state of small islands keeps its largest.
    kept = {}
    for code, (main, rest, _) in described.items():
        smallest = (tolerance[code] * level.island) ** 2
        keep = [[part for n, part in enumerate(sorted(group, key=lambda part: -part["area"]))
                 if part["area"] >= smallest or (n < 8 and group is main)] for group in (main, rest)]
        kept[code] = keep
    lines = {}
    for code, groups in kept.items():
        for part in (part for group in groups for part in group):
            for n in part["arcs"]:
                points, codes = arcs[n]
                fine = min(tolerance[c] for c in codes)
                closed = points[0] == points[-1]
                lines[n] = simplified(points, fine, min(len(points), 4 if closed else 2))
    order = {n: m for m, n in enumerate(sorted(lines))}
    codes = sorted(kept)
    number = {code: n + 1 for n, code in enumerate(codes)}

    def units(degrees):
        return round(degrees * level.units)

    out = bytearray(b"flank outlines 1\n")
    out += varint(level.units) + varint(len(codes))
    for code in codes:
        name = names[code].encode() if code else b""
        out += code.encode().ljust(2, b" ") + varint(len(name)) + name
        main, rest = kept[code]
        out += varint(len(main)) + varint(len(rest))
        for part in main + rest:
            west, south, width, height = part["box"]
            out += signed(units(west)) + signed(units(south)) + varint(units(width)) + varint(units(height))
            out += varint(len(part["arcs"])) + b"".join(varint(order[n]) for n in part["arcs"])
    out += varint(len(order))
    points = 0
    for n in sorted(order):
        line = unwrapped(lines[n])
        owners = [number[c] for c in arcs[n][1]]
        data, last = bytearray(), (0, 0)
        quantised = []
        for longitude, latitude in line:
            point = units(longitude), units(latitude)
            if not quantised or quantised[-1] != point:
                quantised.append(point)
        for x, y in quantised:
            data += signed(x - last[0]) + signed(y - last[1])
            last = x, y
        points += len(quantised)
        out += varint(owners[0]) + varint(owners[1] if len(owners) > 1 else 0) + varint(len(data)) + data
    path.write_bytes(out)
    parts = sum(len(group) for groups in kept.values() for group in groups)
    print(f"{path.name}: {len(out)} bytes, {len(codes)} areas, {parts} parts, {len(order)} lines, {points} points")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    names, parts = read(sys.argv[1])
    arcs, countries = outlines(parts)
    for file, level in LEVELS.items():
        write(pathlib.Path(__file__).parent / file, level, names, arcs, countries)


if __name__ == "__main__":
    main()
