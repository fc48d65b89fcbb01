using DenialDesk.Samples.Files;

namespace DenialDesk.Samples.Practice;

/// <summary>What kind of coverage a payer sells; decides cost sharing and which denials are natural.</summary>
[Flags]
internal enum PayerLine
{
    Medicare = 1,
    Medicaid = 2,
    Commercial = 4,
    Advantage = 8,
    Any = 15,
}

/// <summary>One of the eight payers of the demo practice: who it says it is, how fast it answers, how it writes its files.</summary>
internal sealed record DemoPayer(string Tag, string Name, PayerLine Line)
{
    /// <summary>How many of a thousand patients have it first.</summary>
    public required int Weight { get; init; }

    /// <summary>BPR10 and TRN03: "1" and nine digits that belong to nobody.</summary>
    public required string Originator { get; init; }

    /// <summary>The payer's id on a claim (NM109) and in REF*2U or N104.</summary>
    public required string PayerId { get; init; }

    /// <summary>CLP06 and SBR09.</summary>
    public required string FilingIndicator { get; init; }

    public required string Town { get; init; }
    public required string StateCode { get; init; }
    public required string Zip { get; init; }

    /// <summary>REF in the payer's loop, beside the name.</summary>
    public (string Qualifier, string Value)[] References { get; init; } = [];

    /// <summary>True when N104 carries <see cref="PayerId"/>.</summary>
    public bool NamesItselfById { get; init; }

    /// <summary>What it allows, in hundredths of Medicare's.</summary>
    public required int PercentOfMedicare { get; init; }

    /// <summary>Days from receipt to decision, shortest and longest.</summary>
    public required (int Low, int High) AnswersIn { get; init; }

    public required DayOfWeek[] RemitsOn { get; init; }

    /// <summary>True when it remits on every second of its days only.</summary>
    public bool EverySecondWeek { get; init; }

    /// <summary>True when its remittances come inside the clearinghouse's daily file.</summary>
    public bool ThroughClearinghouse { get; init; }

    public SegmentStyle Style { get; init; } = SegmentStyle.Usual;

    /// <summary>True when it reverses a denied claim before it pays it.</summary>
    public bool ReversesDenials { get; init; }

    /// <summary>True when it says CLP02 = 4 for every full denial, as payers of the 4010 years did.</summary>
    public bool SaysFourForDenials { get; init; }

    /// <summary>True when it takes money back weeks after the reversal, by PLB.</summary>
    public bool RecoversLater { get; init; }

    public static readonly DemoPayer Medicare = new("novitas", "NOVITAS SOLUTIONS MEDICARE PART B TEXAS", PayerLine.Medicare)
    {
        Weight = 215,
        Originator = "1990000101",
        PayerId = "04412",
        FilingIndicator = "MB",
        Town = "MECHANICSBURG",
        StateCode = "PA",
        Zip = "17055",
        References = [("2U", "04412")],
        PercentOfMedicare = 100,
        AnswersIn = (12, 16),
        RemitsOn = [DayOfWeek.Tuesday, DayOfWeek.Thursday],
        ReversesDenials = true,
    };

    public static readonly DemoPayer Medicaid = new("tmhp", "TEXAS MEDICAID AND HEALTHCARE PARTNERSHIP", PayerLine.Medicaid)
    {
        Weight = 90,
        Originator = "1990000202",
        PayerId = "86916",
        FilingIndicator = "MC",
        Town = "AUSTIN",
        StateCode = "TX",
        Zip = "78720",
        References = [("2U", "86916")],
        PercentOfMedicare = 72,
        AnswersIn = (9, 25),
        RemitsOn = [DayOfWeek.Friday],
        SaysFourForDenials = true,
        Style = new SegmentStyle('|', '>', '^', "~", true),
    };

    public static readonly DemoPayer United = new("uhc", "UNITEDHEALTHCARE INSURANCE COMPANY", PayerLine.Commercial)
    {
        Weight = 175,
        Originator = "1990000303",
        PayerId = "87726",
        FilingIndicator = "CI",
        Town = "SALT LAKE CITY",
        StateCode = "UT",
        Zip = "84130",
        References = [("2U", "87726"), ("NF", "79413")],
        PercentOfMedicare = 118,
        AnswersIn = (7, 21),
        ThroughClearinghouse = true,
        RemitsOn = [DayOfWeek.Monday, DayOfWeek.Wednesday, DayOfWeek.Friday],
        ReversesDenials = true,
    };

    public static readonly DemoPayer BlueCross = new("bcbstx", "BLUE CROSS BLUE SHIELD OF TEXAS", PayerLine.Commercial)
    {
        Weight = 185,
        Originator = "1990000404",
        PayerId = "84980",
        FilingIndicator = "BL",
        Town = "RICHARDSON",
        StateCode = "TX",
        Zip = "75082",
        References = [("NF", "70670")],
        NamesItselfById = true,
        PercentOfMedicare = 124,
        AnswersIn = (6, 18),
        RemitsOn = [DayOfWeek.Thursday],
        Style = new SegmentStyle('*', ':', '^', "~\r\n", false),
        ReversesDenials = true,
        RecoversLater = true,
    };

    public static readonly DemoPayer Aetna = new("aetna", "AETNA", PayerLine.Commercial)
    {
        Weight = 110,
        Originator = "1990000505",
        PayerId = "60054",
        FilingIndicator = "12",
        Town = "EL PASO",
        StateCode = "TX",
        Zip = "79998",
        References = [("2U", "60054")],
        PercentOfMedicare = 112,
        AnswersIn = (8, 24),
        ThroughClearinghouse = true,
        RemitsOn = [DayOfWeek.Monday, DayOfWeek.Friday],
    };

    public static readonly DemoPayer Cigna = new("cigna", "CIGNA HEALTH AND LIFE INSURANCE COMPANY", PayerLine.Commercial)
    {
        Weight = 90,
        Originator = "1990000606",
        PayerId = "62308",
        FilingIndicator = "CI",
        Town = "CHATTANOOGA",
        StateCode = "TN",
        Zip = "37422",
        NamesItselfById = true,
        PercentOfMedicare = 115,
        AnswersIn = (9, 32),
        ThroughClearinghouse = true,
        RemitsOn = [DayOfWeek.Wednesday],
    };

    public static readonly DemoPayer Humana = new("humana", "HUMANA MEDICARE ADVANTAGE", PayerLine.Advantage)
    {
        Weight = 110,
        Originator = "1990000707",
        PayerId = "61101",
        FilingIndicator = "16",
        Town = "LEXINGTON",
        StateCode = "KY",
        Zip = "40512",
        References = [("2U", "61101")],
        PercentOfMedicare = 99,
        AnswersIn = (10, 26),
        ThroughClearinghouse = true,
        RemitsOn = [DayOfWeek.Monday, DayOfWeek.Wednesday],
        RecoversLater = true,
    };

    public static readonly DemoPayer Regional = new("brazos", "BRAZOS VALLEY EMPLOYERS HEALTH TRUST", PayerLine.Commercial)
    {
        Weight = 25,
        Originator = "1990000808",
        PayerId = "BVEHT",
        FilingIndicator = "CI",
        Town = "BRYAN",
        StateCode = "TX",
        Zip = "77802",
        PercentOfMedicare = 130,
        AnswersIn = (14, 40),
        RemitsOn = [DayOfWeek.Wednesday],
        EverySecondWeek = true,
        Style = new SegmentStyle('*', ':', '^', "\r", true),
    };

    public static readonly DemoPayer[] All = [Medicare, Medicaid, United, BlueCross, Aetna, Cigna, Humana, Regional];

    /// <summary>The first day on or after <paramref name="decided"/> on which this payer remits.</summary>
    public DateOnly RemitDay(DateOnly decided)
    {
        var day = decided;
        while (!RemitsOn.Contains(day.DayOfWeek) || (EverySecondWeek && day.DayNumber / 7 % 2 == 1))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>A member id in this payer's manner. The Medicare one has an S where real ones never do.</summary>
    public string MemberId(SeededNumbers numbers) => Line switch
    {
        PayerLine.Medicare => $"{numbers.Between(1, 9)}S{numbers.Between(0, 9)}{numbers.Between(0, 9)}T{numbers.Between(0, 9)}{numbers.Between(0, 9)}MK{numbers.Digits(2)}",
        PayerLine.Medicaid => "5" + numbers.Digits(8),
        PayerLine.Advantage => "H" + numbers.Digits(8),
        _ => Tag switch { "bcbstx" => "XZB" + numbers.Digits(9), "aetna" => "W" + numbers.Digits(9), "cigna" => "U" + numbers.Digits(8), _ => numbers.Digits(9) },
    };
}
