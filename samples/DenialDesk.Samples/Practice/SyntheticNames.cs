namespace DenialDesk.Samples.Practice;

/// <summary>First, last and street names that are put together by chance; nobody is meant.</summary>
internal static class SyntheticNames
{
    public static readonly string[] Women =
    [
        "ADA", "ALMA", "AMELIA", "ANITA", "BEATRIZ", "CARLA", "CELIA", "CORA", "DELIA", "DORA", "EDITH", "ELENA", "ESTHER", "FAYE", "FLORA",
        "GRETA", "HAZEL", "HELEN", "INES", "IRENE", "IVY", "JOAN", "JUNE", "LENA", "LORNA", "LUCIA", "MABEL", "MARTA", "MAVIS", "MIRA",
        "NADIA", "NORA", "OLGA", "OPAL", "PEARL", "PETRA", "RITA", "ROSA", "RUTH", "SELMA", "TESSA", "VERA", "VIOLA", "WILMA", "YOLANDA",
    ];

    public static readonly string[] Men =
    [
        "ABEL", "ALDO", "AMOS", "ARTURO", "BASIL", "BRUNO", "CARL", "CLYDE", "CYRUS", "DARIO", "DESMOND", "EARL", "EDGAR", "EMIL", "ENZO",
        "FELIX", "FLOYD", "GILBERT", "GUS", "HAROLD", "HECTOR", "HUGO", "IRVIN", "IVAN", "JASPER", "JONAS", "LEON", "LLOYD", "LUIS", "MARIO",
        "MILO", "NED", "NESTOR", "OSCAR", "OTIS", "PABLO", "QUINN", "RAMON", "REX", "ROLAND", "SAUL", "TOBIAS", "VICTOR", "WADE", "WALTER",
    ];

    public static readonly string[] Last =
    [
        "ABERNATHY", "ACOSTA", "ALDERMAN", "ARROYO", "ASHWORTH", "BALDERAS", "BANNISTER", "BARROW", "BELLWETHER", "BRACKEN", "BRIDGER",
        "BUCKTHORN", "CALLOWAY", "CARDENAS", "CASTLEBERRY", "CHILDRESS", "COLDWELL", "CORRIGAN", "CRANFORD", "DANVERS", "DELACRUZ", "DORSETT",
        "DUNMORE", "EASTMAN", "ELLINGTON", "ESPARZA", "FAIRBANKS", "FARROW", "FENWICK", "FONTAINE", "GALLARDO", "GARRISON", "GATLIN",
        "GOODWATER", "GREENLEE", "HALLOWAY", "HARGROVE", "HATHAWAY", "HOLLIDAY", "HUCKABY", "IBARRA", "INGRAM", "JERNIGAN", "KEEGAN",
        "KILGORE", "KIRKWOOD", "LANDRY", "LATIMER", "LEDBETTER", "LOCKHART", "LUJAN", "MADRIGAL", "MAYFIELD", "MERIWETHER", "MONTOYA",
        "NAVARRO", "NETTLES", "NORWOOD", "OAKLEY", "OLIVARES", "OVERSTREET", "PALOMINO", "PENDERGAST", "PETTIGREW", "PICKETT", "PRUITT",
        "QUINTERO", "RADCLIFFE", "RAINWATER", "REDMOND", "RIVENDALE", "ROSALES", "RUTLEDGE", "SALDANA", "SEABROOK", "SHELBY", "SPRINGER",
        "STANHOPE", "STOCKTON", "TALAVERA", "THORNBURY", "TILLMAN", "TREVINO", "UNDERHILL", "VALENCIA", "VANCE", "WAKEFIELD", "WARDLOW",
        "WEATHERBY", "WHITLOCK", "WINSLOW", "WOODRUFF", "YARBOROUGH", "ZAMORA",
    ];

    public static readonly string[] Streets =
        ["PECAN HOLLOW RD", "MESQUITE LN", "OLD MILL ST", "LIMESTONE DR", "CYPRESS CREEK WAY", "WINDMILL CT", "BLUEBONNET AVE", "FERRY LANDING RD", "LIVE OAK ST", "SADDLE RIDGE DR"];
}
