#!/bin/sh
# Draws the README's pictures in dark and light versions, with the `flank` on the PATH. Run it from the repository's
# root: sh assets/pictures/draw.sh
set -eu

shipped=assets/eastern-flank.toml

draw() {
    name=$1
    shift
    for theme in dark light; do
        flank picture "assets/pictures/$name-$theme.svg" --today 2026-11-24 --theme auto --ground "$theme" --state EE "$@"
    done
}

# Three states, then the days on which the last one changed its position, then today.
draw tour -d $shipped --as-of 2025-03-18 --size 110x36 --keys 'l l l } } } 0' --play=1.7
draw map-then -d $shipped --as-of 2025-03-18 --size 64x26 --keys 'Tab Tab Tab Tab Enter'
draw map-now -d $shipped --size 64x26 --keys 'Tab Tab Tab Tab Enter'
draw sources -d $shipped --size 100x26 --keys 'Tab s'

# Edits of the built-in dossier. The script fails if an edit changes nothing.
workspace=$(mktemp -d)
trap 'rm -r "$workspace"' EXIT
my=$workspace/my.toml

edit() {
    sed "$1" $shipped > "$my"
    ! cmp -s $shipped "$my"
}

edit 's/2026 = 5\.10/2026 = 5.50/'
draw edit --before $shipped -d "$my" --size 100x26

edit 's/for = 81, against = 1/for = 81, agianst = 1/; s/formal = "Republic of Poland"/formal = Republic of Poland/'
draw problems --before $shipped -d "$my" --size 100x24 --keys '!'

# The beginning of the HTML page, up to its first map. An SVG around it makes it a picture, which has the fonts and the
# light or dark colours of the browser that shows it.
{
    echo '<svg xmlns="http://www.w3.org/2000/svg" width="760" height="1060">'
    echo '<foreignObject width="760" height="1060">'
    flank show -d $shipped --as-of 2025-03-18 --format html | sed -n '2,/<\/figure>/p'
    echo '</section></main></body></html></foreignObject></svg>'
} > assets/pictures/page.svg
