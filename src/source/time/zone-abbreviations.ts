/** The abbreviations of a zone's times: of CLDR's English locales and, where those have none, of the IANA tz database. */
interface Abbreviations {
  /** A zone whose clocks show these times. */
  readonly zone: string;
  readonly standard: { readonly name: string; readonly offset: string };
  /** Of summer, when clocks are an hour ahead. */
  readonly summer?: { readonly name: string; readonly offset: string };
  /** Of whichever is in force. */
  readonly generic?: string;
  /** The zones of sites that know these names; without it all do, as the names mean nothing else. */
  readonly homes?: RegExp;
}

/** What an abbreviation means. */
export interface ZoneMeaning {
  /** Offset from UTC that it says; undefined if it changes with the season. */
  readonly offset: string | undefined;
  /** A zone whose clocks show it, in its season. */
  readonly zone: string;
}

/** North and Central America, where `EST` and its like are at home. */
const NORTH_AMERICA = /^(?:US|Canada|America)\/|^Pacific\/Honolulu$|^Atlantic\/Bermuda$/;

/** Zones of `America/` whose time has no abbreviation of letters, though their clocks may agree with one that has. */
const UNNAMED =
  /^America\/(?:Araguaina|Argentina\/.*|Asuncion|Bahia|Belem|Boa_Vista|Bogota|Buenos_Aires|Campo_Grande|Caracas|Catamarca|Cayenne|Cordoba|Coyhaique|Cuiaba|Danmarkshavn|Eirunepe|Fortaleza|Godthab|Guayaquil|Guyana|Havana|Jujuy|La_Paz|Lima|Maceio|Manaus|Mendoza|Miquelon|Montevideo|Noronha|Nuuk|Paramaribo|Porto_Velho|Punta_Arenas|Recife|Rio_Branco|Rosario|Santarem|Santiago|Sao_Paulo|Scoresbysund)$/;

const ABBREVIATIONS: readonly Abbreviations[] = [
  ...(
    [
      ["E", "America/New_York", "-05:00", "-04:00"],
      ["C", "America/Chicago", "-06:00", "-05:00"],
      ["M", "America/Denver", "-07:00", "-06:00"],
      ["P", "America/Los_Angeles", "-08:00", "-07:00"],
      ["AK", "America/Anchorage", "-09:00", "-08:00"],
      ["A", "America/Halifax", "-04:00", "-03:00"],
      ["N", "America/St_Johns", "-03:30", "-02:30"],
    ] as const
  ).map(([letter, zone, offset, summer]) => ({
    zone,
    standard: { name: `${letter}ST`, offset },
    summer: { name: `${letter}DT`, offset: summer },
    generic: `${letter}T`,
    homes: NORTH_AMERICA,
  })),
  steady("Pacific/Honolulu", "HST", "-10:00", NORTH_AMERICA),
  changing(
    "Europe/London",
    "GMT",
    "+00:00",
    "BST",
    "+01:00",
    /^Europe\/(?:London|Belfast|Guernsey|Isle_of_Man|Jersey)$/,
  ),
  changing("Europe/Dublin", "GMT", "+00:00", "IST", "+01:00", /^Europe\/Dublin$/),
  changing("Asia/Jerusalem", "IST", "+02:00", "IDT", "+03:00", /^Asia\/(?:Jerusalem|Tel_Aviv)$/),
  changing("Europe/Lisbon", "WET", "+00:00", "WEST", "+01:00"),
  changing("Europe/Paris", "CET", "+01:00", "CEST", "+02:00"),
  changing("Europe/Athens", "EET", "+02:00", "EEST", "+03:00"),
  changing("Australia/Sydney", "AEST", "+10:00", "AEDT", "+11:00"),
  changing("Australia/Adelaide", "ACST", "+09:30", "ACDT", "+10:30"),
  changing("Pacific/Auckland", "NZST", "+12:00", "NZDT", "+13:00"),
  steady("Australia/Perth", "AWST", "+08:00"),
  steady("Europe/Moscow", "MSK", "+03:00"),
  steady("Asia/Tokyo", "JST", "+09:00"),
  steady("Asia/Seoul", "KST", "+09:00"),
  steady("Asia/Hong_Kong", "HKT", "+08:00"),
  steady("Asia/Singapore", "SGT", "+08:00"),
  steady("Asia/Karachi", "PKT", "+05:00"),
  steady("Asia/Jakarta", "WIB", "+07:00"),
  steady("Asia/Makassar", "WITA", "+08:00"),
  steady("Asia/Jayapura", "WIT", "+09:00"),
  steady("Asia/Shanghai", "CST", "+08:00", /^Asia\/(?:Shanghai|Chongqing|Harbin|Macau|Taipei)$/),
  steady("Asia/Manila", "PST", "+08:00", /^Asia\/Manila$/),
  steady("Asia/Dubai", "GST", "+04:00", /^Asia\/(?:Dubai|Muscat)$/),
  steady("Africa/Johannesburg", "SAST", "+02:00"),
  steady("Africa/Maputo", "CAT", "+02:00"),
  steady("Africa/Nairobi", "EAT", "+03:00"),
  steady("Africa/Lagos", "WAT", "+01:00"),
];

/**
 * What an abbreviation means on a site, beside those that its settings name.
 * @param name in capitals
 * @param home the site's own zone; it decides where an abbreviation has several meanings, such as `CST`
 */
export function meaningOf(name: string, home: string | undefined): ZoneMeaning | undefined {
  for (const { zone, standard, summer, generic, homes } of ABBREVIATIONS) {
    if (homes !== undefined && (home === undefined || !homes.test(home))) continue;
    const named = [standard, summer].find((each) => each?.name === name);
    if (named !== undefined) return { offset: named.offset, zone };
    if (generic === name) return { offset: undefined, zone };
  }
  return undefined;
}

/** The abbreviations that are a zone's own, in its settings or not. */
export function abbreviationsOf(zone: string): readonly string[] {
  const own = ABBREVIATIONS.filter((each) => each.zone === zone);
  return own.flatMap(({ standard, summer, generic }) => [standard.name, summer?.name ?? [], generic ?? []].flat());
}

/**
 * The abbreviation of a zone's time; undefined if it has none.
 * @param zone an IANA name
 * @param standard its offset in standard time, such as `-05:00`
 * @param offset its offset at the instant in question
 */
export function abbreviationFor(zone: string, standard: string, offset: string): string | undefined {
  if (UNNAMED.test(zone)) return undefined;
  const areas = ABBREVIATIONS.filter(
    (each) => each.standard.offset === standard && (each.homes?.test(zone) ?? each.zone === zone),
  );
  for (const { standard, summer } of areas) {
    const named = [standard, summer].find((each) => each?.offset === offset);
    if (named !== undefined) return named.name;
  }
  return undefined;
}

function changing(
  zone: string,
  standard: string,
  offset: string,
  summer: string,
  summerOffset: string,
  homes?: RegExp,
): Abbreviations {
  return { ...steady(zone, standard, offset, homes), summer: { name: summer, offset: summerOffset } };
}

function steady(zone: string, name: string, offset: string, homes?: RegExp): Abbreviations {
  return { zone, standard: { name, offset }, ...(homes === undefined ? {} : { homes }) };
}
