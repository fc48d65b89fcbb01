namespace DenialDesk.Samples.Practice;

/// <summary>A provider of the demo practice.</summary>
internal sealed record Provider(string Last, string First, string Npi, string Taxonomy, Specialty Specialty);

/// <summary>A patient of the demo practice, with the plan that pays first and perhaps one that pays second.</summary>
internal sealed class Patient
{
    public required string Last { get; init; }
    public required string First { get; init; }
    public required string Sex { get; init; }
    public required DateOnly Born { get; init; }
    public required string Street { get; init; }
    public required DemoPayer Primary { get; init; }
    public required string PrimaryMemberId { get; init; }
    public DemoPayer? Secondary { get; init; }
    public string SecondaryMemberId { get; init; } = "";

    /// <summary>True when the first payer forwards its decision to the second by itself.</summary>
    public bool CrossesOver { get; init; }

    /// <summary>What is left of this calendar year's deductible, in dollars.</summary>
    public decimal DeductibleLeft { get; set; }

    /// <summary>The calendar year <see cref="DeductibleLeft"/> counts for.</summary>
    public int DeductibleYear { get; set; }
}

/// <summary>Who the demo practice is and whom it treats.</summary>
internal static class People
{
    public const string PracticeName = "CEDAR BEND MEDICAL GROUP PLLC";
    public const string PracticeTaxId = "990417263";
    public const string Town = "CEDAR BEND";
    public const string State = "TX";
    public const string Zip = "786999901";

    /// <summary>The group's NPI; the first digit 2 is allowed by the check but was never given out.</summary>
    public static readonly string GroupNpi = Npi.WithCheckDigit("299900417");

    public static readonly Provider[] Providers =
    [
        new("HOLLOWAY", "IMOGEN", Npi.WithCheckDigit("299911201"), "207Q00000X", Specialty.Family),
        new("VASQUEZ", "TEODORO", Npi.WithCheckDigit("299911202"), "207X00000X", Specialty.Orthopedics),
        new("LINDQVIST", "BRIT", Npi.WithCheckDigit("299911203"), "225100000X", Specialty.Therapy),
    ];

    public static List<Patient> Register(SeededNumbers numbers, int count, DateOnly lastDay)
    {
        var patients = new List<Patient>(count);
        for (var i = 0; i < count; i++)
        {
            patients.Add(One(numbers, lastDay));
        }

        return patients;
    }

    private static Patient One(SeededNumbers numbers, DateOnly lastDay)
    {
        var primary = numbers.PickWeighted(DemoPayer.All, payer => payer.Weight);
        var woman = numbers.Chance(0.55);
        var (youngest, oldest) = primary.Line switch { PayerLine.Medicare or PayerLine.Advantage => (65, 91), PayerLine.Medicaid => (3, 58), _ => (18, 64) };
        var secondary = SecondaryOf(primary, numbers);
        return new Patient
        {
            Last = numbers.Pick(SyntheticNames.Last),
            First = numbers.Pick(woman ? SyntheticNames.Women : SyntheticNames.Men),
            Sex = woman ? "F" : "M",
            Born = lastDay.AddDays(-numbers.Between(youngest * 365, oldest * 365)),
            Street = $"{numbers.Between(100, 9800)} {numbers.Pick(SyntheticNames.Streets)}",
            Primary = primary,
            PrimaryMemberId = primary.MemberId(numbers),
            Secondary = secondary,
            SecondaryMemberId = secondary?.MemberId(numbers) ?? "",
            CrossesOver = secondary is not null && primary.Line == PayerLine.Medicare && numbers.Chance(0.9),
        };
    }

    private static DemoPayer? SecondaryOf(DemoPayer primary, SeededNumbers numbers) => primary.Line switch
    {
        PayerLine.Medicare when numbers.Chance(0.55) => numbers.PickWeighted(
            [DemoPayer.United, DemoPayer.BlueCross, DemoPayer.Medicaid], payer => payer == DemoPayer.United ? 5 : payer == DemoPayer.BlueCross ? 3 : 2),
        PayerLine.Commercial when numbers.Chance(0.05) => primary == DemoPayer.Cigna ? DemoPayer.Aetna : DemoPayer.Cigna,
        _ => null,
    };
}
