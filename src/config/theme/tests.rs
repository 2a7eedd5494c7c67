use super::*;

use Role::*;

/// The themes with a background, and the contrast that each promises for text.
const WITH_BACKGROUND: [(&str, f64); 3] = [("dark", 4.5), ("light", 4.5), ("high-contrast", 7.0)];
const TINTS: [Role; 8] =
    [Sea, LandNeighbour, LandAdversary, LandBound, LandLeaving, LandOut, LandOutside, LandSelected];
const LABELS: [Role; 6] = [LabelState, LabelSelected, LabelAdversary, LabelNeighbour, LabelSea, Capital];
/// In the map's legend, the symbol of a position is on the tint of its land.
const SYMBOLS_ON_LAND: [(Role, Role); 4] =
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
        named => depth::rgb(named).unwrap().0,
    }
}

/// Returns the contrast of two colours as WCAG 2.2 defines it.
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

/// Returns every pair of a role and a background on which it may be drawn.
fn pairs(theme: &Theme) -> Vec<(Role, Role)> {
    let on_screen = Role::ALL
        .iter()
        .filter(|role| !matches!(role.kind(), RoleKind::Background | RoleKind::Tint))
        .map(|role| (*role, if theme.style(*role).bg.is_some() { *role } else { Background }));
    let mut pairs: Vec<_> = on_screen.collect();
    if theme.has_tints() {
        pairs.extend(LABELS.iter().flat_map(|label| TINTS.iter().map(move |tint| (*label, *tint))));
        pairs.extend(SYMBOLS_ON_LAND);
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

fn assert_contrast(name: &str, theme: &Theme, text: f64) {
    for (role, background) in pairs(theme) {
        let least = if role.kind() == RoleKind::Text {
            text
        } else {
            role.kind().least_contrast() * (text / 4.5).min(1.0)
        };
        let found = contrast(theme.style(role).fg.unwrap(), theme.style(background).bg.unwrap());
        assert!(found >= least, "{name}: {role:?} on {background:?} has {found:.2}, expected {least}");
    }
}

#[test]
fn every_role_contrasts_with_its_backgrounds() {
    for (name, text) in WITH_BACKGROUND {
        assert_contrast(name, &named(name), text);
    }
}

/// The backgrounds of terminals and of palettes that many people use.
const BACKGROUNDS: [[u8; 3]; 12] = [
    [0, 0, 0],
    [0x1e, 0x1e, 0x1e],
    [0x00, 0x2b, 0x36],
    [0x28, 0x2a, 0x36],
    [0x28, 0x28, 0x28],
    [0x2e, 0x34, 0x40],
    [0x30, 0x0a, 0x24],
    [0x00, 0x00, 0x80],
    [0xfd, 0xf6, 0xe3],
    [0xfb, 0xf1, 0xc7],
    [0xee, 0xee, 0xee],
    [0xff, 0xff, 0xff],
];

#[test]
fn roles_contrast_on_the_terminals_background() {
    for background in BACKGROUNDS {
        let mut theme = Theme::on_background(Rgb(background));
        assert_eq!(theme.style(Background), Style::new(), "the background is left to the terminal");
        let [r, g, b] = background;
        theme.styles[Background as usize].bg = Some(Color::Rgb(r, g, b));
        assert_contrast(&format!("auto on {background:?}"), &theme, 3.0);
    }
}

#[test]
fn theme_follows_the_lightness_of_the_background() {
    let text = |background| channels(Theme::on_background(Rgb(background)).style(Text).fg.unwrap());
    assert!(text([0x28, 0x2a, 0x36])[0] > 200);
    assert!(text([0xfd, 0xf6, 0xe3])[0] < 60);
}

#[test]
fn choice_of_a_theme_goes_round_and_adapts_only_in_true_colour() {
    let mut choice = ThemeChoice::new(AUTO, Vec::new(), Depth::TrueColor);
    assert!(choice.needs_background());
    assert_eq!(choice.theme(), named("terminal"));
    choice.set_background(Rgb([0, 0, 0]));
    assert_eq!(choice.theme(), Theme::on_background(Rgb([0, 0, 0])));
    let names: Vec<_> = (0..Theme::names().count()).map(|_| choice.advance()).collect();
    assert_eq!(names.last(), Some(&AUTO));
    assert_eq!(names[0], "terminal");
    let mut plain = ThemeChoice::new(AUTO, Vec::new(), Depth::Ansi256);
    plain.set_background(Rgb([0, 0, 0]));
    assert_eq!(plain.theme(), named("terminal").at_depth(Depth::Ansi256));
}

#[test]
fn roles_contrast_with_fewer_colours() {
    for (name, _) in WITH_BACKGROUND {
        assert_contrast(name, &named(name).at_depth(Depth::Ansi256), 4.5);
        // Users can redefine the 16 colours.
        assert_contrast(name, &named(name).at_depth(Depth::Ansi16), 3.6);
    }
}

#[test]
fn estimates_differ_from_outturn_in_colour_unless_the_theme_is_plain() {
    for name in Theme::names() {
        for depth in [Depth::None, Depth::Ansi16, Depth::Ansi256, Depth::TrueColor] {
            let theme = named(name).at_depth(depth);
            assert_eq!(theme.style(Bar).fg == theme.style(Estimate).fg, theme.is_plain(), "{name} {depth:?}");
        }
    }
}

#[test]
fn tints_of_land_and_sea_differ() {
    // The sum of the differences of red, green and blue.
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

/// Colour as seen without the red or the green cones, as matrices for linear red, green and blue: the full severity of
/// Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009).
const PROTANOPIA: [[f64; 3]; 3] =
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]];
const DEUTERANOPIA: [[f64; 3]; 3] =
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]];

fn simulated(color: [u8; 3], matrix: [[f64; 3]; 3]) -> [u8; 3] {
    let light = Rgb(color).linear();
    matrix.map(|row| {
        let light = row.iter().zip(light).map(|(share, light)| share * light).sum::<f64>().clamp(0.0, 1.0);
        let channel =
            if light <= 0.0031308 { light * 12.92 } else { 1.055 * libm::pow(light, 1.0 / 2.4) - 0.055 };
        (channel * 255.0).round() as u8
    })
}

#[test]
fn positions_differ_for_colour_blind_readers() {
    // The distance in Oklab. For these colours, it is a difference of about 10 by CIEDE2000.
    const LEAST: f64 = 0.045;
    for (name, _) in WITH_BACKGROUND {
        let theme = named(name);
        let symbols = SYMBOLS_ON_LAND.map(|(symbol, _)| (symbol, channels(theme.style(symbol).fg.unwrap())));
        let land = SYMBOLS_ON_LAND.map(|(_, land)| (land, channels(theme.style(land).bg.unwrap())));
        for colors in [symbols, land] {
            for (n, (one, color)) in colors.iter().enumerate() {
                for (other, other_color) in &colors[n + 1..] {
                    for matrix in [PROTANOPIA, DEUTERANOPIA] {
                        let seen = [*color, *other_color].map(|color| simulated(color, matrix));
                        let apart = Rgb(seen[0]).distance(Rgb(seen[1])).sqrt();
                        assert!(apart >= LEAST, "{name}: {one:?} and {other:?} are {apart:.3} apart");
                    }
                }
            }
        }
    }
}

#[test]
fn every_file_has_every_role_in_order() {
    for (name, text) in Theme::names().zip(FILES) {
        let written: Vec<&str> = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split(" =").next())
            .collect();
        let written: Vec<&str> = written.into_iter().filter(|word| !word.is_empty()).collect();
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
        assert_eq!(written, roles, "{name}");
        assert!(Theme::parse(text).is_ok(), "{name}");
    }
}

fn colours(theme: &Theme) -> impl Iterator<Item = Color> {
    Role::ALL.iter().flat_map(|role| [theme.style(*role).fg, theme.style(*role).bg]).flatten()
}

#[test]
fn colours_that_the_terminal_lacks_are_replaced() {
    for name in Theme::names() {
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
fn without_colours_text_styles_stay_and_backgrounds_are_reversed() {
    for (name, _) in WITH_BACKGROUND {
        let plain = named(name).at_depth(Depth::None);
        assert_eq!(plain.style(Background), Style::new(), "{name}");
        assert!(plain.style(Strong).add_modifier.contains(Modifier::BOLD), "{name}");
        assert!(plain.style(Secondary).add_modifier.contains(Modifier::ITALIC), "{name}");
        assert!(plain.style(Changed).add_modifier.contains(Modifier::REVERSED), "{name}");
    }
}

#[test]
fn default_theme_keeps_the_terminals_foreground() {
    let theme = Theme::default();
    assert_eq!(theme, named("terminal"));
    assert_eq!(theme.style(Background), Style::new());
    for role in [Text, Strong, Secondary, Later, Key, LabelState, LabelNeighbour, LabelSea] {
        assert_eq!(theme.style(role).fg, Some(Color::Reset), "{role:?}");
    }
    // Blue is invisible on black and yellow on white, and a grey may be the background.
    let risky = [Color::Blue, Color::Yellow, Color::Gray, Color::White, Color::Black];
    for role in Role::ALL.iter().filter(|role| theme.style(**role).bg.is_none()) {
        assert!(!theme.style(*role).fg.is_some_and(|color| risky.contains(&color)), "{role:?}");
    }
    assert!(!theme.has_tints() && !theme.is_plain());
}

#[test]
fn only_mono_is_plain() {
    for name in Theme::names() {
        assert_eq!(named(name).is_plain(), name == "mono", "{name}");
        assert_eq!(
            named(name).has_tints(),
            WITH_BACKGROUND.iter().any(|(with_background, _)| *with_background == name),
            "{name}"
        );
    }
}

#[test]
fn text_does_not_inherit_styles() {
    for name in Theme::names() {
        let style = Style::new().fg(Color::Red).add_modifier(Modifier::BOLD).patch(named(name).style(Text));
        assert_ne!(style.fg, Some(Color::Red), "{name}");
        assert_eq!(style.add_modifier, Modifier::empty(), "{name}");
    }
}
