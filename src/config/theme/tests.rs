use super::*;

use Role::*;

/// The themes that bring their own ground, with the contrast that each promises for text.
const WITH_BACKGROUND: [(&str, f64); 3] = [("dark", 4.5), ("light", 4.5), ("high-contrast", 7.0)];
const TINTS: [Role; 8] =
    [Sea, LandNeighbour, LandAdversary, LandBound, LandLeaving, LandOut, LandOutside, LandSelected];
const LABELS: [Role; 6] = [LabelState, LabelSelected, LabelAdversary, LabelNeighbour, LabelSea, Capital];
/// A sign of a position stands in the map's legend on the land of its own.
const SIGNS_ON_LAND: [(Role, Role); 4] =
    [(Bound, LandBound), (Leaving, LandLeaving), (Out, LandOut), (Outside, LandOutside)];

fn named(name: &str) -> Theme {
    Theme::named(name).unwrap()
}

fn channels(color: Color) -> [u8; 3] {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    match color {
        Color::Rgb(r, g, b) => [r, g, b],
        Color::Indexed(n @ 16..=231) => {
            let n = usize::from(n - 16);
            [LEVELS[n / 36], LEVELS[n / 6 % 6], LEVELS[n % 6]]
        }
        Color::Indexed(n @ 232..) => [8 + (n - 232) * 10; 3],
        named => depth::ANSI.iter().find(|(color, _)| *color == named).unwrap().1,
    }
}

/// The contrast of two colours as the WCAG 2.2 define it.
fn contrast(one: Color, other: Color) -> f64 {
    let luminance = |color: Color| {
        let light = channels(color).map(|channel| {
            let channel = f64::from(channel) / 255.0;
            if channel <= 0.04045 { channel / 12.92 } else { libm::pow((channel + 0.055) / 1.055, 2.4) }
        });
        0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Every pair of a role and the ground that it may be drawn on.
fn seen_on(theme: &Theme) -> Vec<(Role, Role)> {
    let on_the_screen = Role::ALL
        .iter()
        .filter(|role| !matches!(role.kind(), RoleKind::Background | RoleKind::Tint))
        .map(|role| (*role, if theme.style(*role).bg.is_some() { *role } else { Background }));
    let mut pairs: Vec<_> = on_the_screen.collect();
    if theme.has_tints() {
        pairs.extend(LABELS.iter().flat_map(|label| TINTS.iter().map(move |tint| (*label, *tint))));
        pairs.extend(SIGNS_ON_LAND);
        pairs.extend(
            [LineState, LineSelected, Frontier].iter().flat_map(|line| TINTS.map(|tint| (*line, tint))),
        );
        pairs.extend(
            [LineQuiet, LineAdversary]
                .iter()
                .flat_map(|line| [Sea, LandNeighbour, LandAdversary].map(|tint| (*line, tint))),
        );
    }
    pairs
}

fn assert_is_seen(name: &str, theme: &Theme, text: f64) {
    for (role, ground) in seen_on(theme) {
        let least = if role.kind() == RoleKind::Text {
            text
        } else {
            role.kind().least_contrast() * (text / 4.5).min(1.0)
        };
        let found = contrast(theme.style(role).fg.unwrap(), theme.style(ground).bg.unwrap());
        assert!(found >= least, "{name}: {role:?} on {ground:?} has {found:.2}, and needs {least}");
    }
}

#[test]
fn everything_is_seen_on_every_ground_that_it_is_drawn_on() {
    for (name, text) in WITH_BACKGROUND {
        assert_is_seen(name, &named(name), text);
    }
}

#[test]
fn and_still_is_with_fewer_colours() {
    for (name, _) in WITH_BACKGROUND {
        assert_is_seen(name, &named(name).at_depth(Depth::Ansi256), 4.5);
        // What the 16 really are is the reader's own choice.
        assert_is_seen(name, &named(name).at_depth(Depth::Ansi16), 3.6);
    }
}

#[test]
fn estimates_are_told_from_outturn_by_colour_or_by_shade() {
    for name in Theme::NAMES {
        for depth in [Depth::None, Depth::Ansi16, Depth::Ansi256, Depth::TrueColor] {
            let theme = named(name).at_depth(depth);
            assert_eq!(theme.style(Bar).fg == theme.style(Estimate).fg, theme.is_plain(), "{name} {depth:?}");
        }
    }
}

#[test]
fn land_is_told_from_sea_and_from_other_land() {
    // Red, green and blue apart by so much in sum, or nobody sees the coast.
    const LEAST: i32 = 20;
    for (name, _) in WITH_BACKGROUND {
        let theme = named(name);
        let tint = |role| channels(theme.style(role).bg.unwrap()).map(i32::from);
        for (n, one) in TINTS.iter().enumerate() {
            for other in &TINTS[n + 1..] {
                let apart: i32 = tint(*one).iter().zip(tint(*other)).map(|(a, b)| (a - b).abs()).sum();
                assert!(apart >= LEAST, "{name}: {one:?} and {other:?} are {apart} apart");
            }
        }
    }
}

#[test]
fn every_file_names_every_role_in_order() {
    for (name, text) in FILES {
        let written: Vec<&str> = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split(" =").next())
            .collect();
        let written: Vec<&str> = written.into_iter().filter(|word| !word.is_empty()).collect();
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
        assert_eq!(written, roles, "{name}");
        assert!(Theme::parse(text).is_ok(), "{name}");
    }
}

fn colours(theme: &Theme) -> impl Iterator<Item = Color> {
    Role::ALL.iter().flat_map(|role| [theme.style(*role).fg, theme.style(*role).bg]).flatten()
}

#[test]
fn no_colour_is_left_that_the_terminal_lacks() {
    for name in Theme::NAMES {
        let at = |depth| named(name).at_depth(depth);
        assert_eq!(at(Depth::TrueColor), named(name));
        assert!(!colours(&at(Depth::Ansi256)).any(|color| matches!(color, Color::Rgb(..))), "{name}");
        let beyond_16 = |color| matches!(color, Color::Rgb(..) | Color::Indexed(_));
        assert!(!colours(&at(Depth::Ansi16)).any(beyond_16), "{name}");
        assert!(colours(&at(Depth::None)).all(|color| color == Color::Reset), "{name}");
        assert!(at(Depth::None).is_plain(), "{name}");
        for depth in [Depth::None, Depth::Ansi16, Depth::Ansi256] {
            assert!(!at(depth).has_tints(), "{name}");
        }
    }
}

#[test]
fn without_colours_the_manner_of_writing_stays_and_a_ground_is_reversed() {
    for (name, _) in WITH_BACKGROUND {
        let plain = named(name).at_depth(Depth::None);
        assert_eq!(plain.style(Background), Style::new(), "{name}");
        assert!(plain.style(Strong).add_modifier.contains(Modifier::BOLD), "{name}");
        assert!(plain.style(Secondary).add_modifier.contains(Modifier::ITALIC), "{name}");
        assert!(plain.style(Changed).add_modifier.contains(Modifier::REVERSED), "{name}");
    }
}

#[test]
fn the_default_leaves_text_to_the_terminal() {
    let theme = Theme::default();
    assert_eq!(theme, named("terminal"));
    assert_eq!(theme.style(Background), Style::new());
    for role in [Text, Strong, Secondary, Later, Key, LabelState, LabelNeighbour, LabelSea] {
        assert_eq!(theme.style(role).fg, Some(Color::Reset), "{role:?}");
    }
    // Blue is not seen on black, nor yellow on white; greys are somebody's ground.
    let risky = [Color::Blue, Color::Yellow, Color::Gray, Color::White, Color::Black];
    for role in Role::ALL.iter().filter(|role| theme.style(**role).bg.is_none()) {
        assert!(!theme.style(*role).fg.is_some_and(|color| risky.contains(&color)), "{role:?}");
    }
    assert!(!theme.has_tints() && !theme.is_plain());
}

#[test]
fn only_what_has_no_colours_is_plain() {
    for name in Theme::NAMES {
        assert_eq!(named(name).is_plain(), name == "mono", "{name}");
        assert_eq!(
            named(name).has_tints(),
            WITH_BACKGROUND.iter().any(|(grounded, _)| *grounded == name),
            "{name}"
        );
    }
}

#[test]
fn text_does_not_take_on_what_it_is_drawn_over() {
    for name in Theme::NAMES {
        let style = Style::new().fg(Color::Red).add_modifier(Modifier::BOLD).patch(named(name).style(Text));
        assert_ne!(style.fg, Some(Color::Red), "{name}");
        assert_eq!(style.add_modifier, Modifier::empty(), "{name}");
    }
}

#[test]
fn a_wrong_name_is_told_with_the_nearest_right_one() {
    let wrong = |name| Theme::named(name).unwrap_err().to_string();
    assert_eq!(wrong("drak"), "there is no theme `drak`; did you mean `dark`?");
    assert_eq!(wrong("high-contrst"), "there is no theme `high-contrst`; did you mean `high-contrast`?");
    assert_eq!(wrong("solarized"), "there is no theme `solarized`");
}
