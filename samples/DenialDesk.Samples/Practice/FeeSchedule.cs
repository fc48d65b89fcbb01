namespace DenialDesk.Samples.Practice;

/// <summary>The three kinds of work of the demo practice.</summary>
internal enum Specialty
{
    Family,
    Orthopedics,
    Therapy,
}

/// <summary>A service of the demo practice: its code, what it charges for one unit, and what Medicare roughly allows.</summary>
internal sealed record Service(string Code, decimal Charge, decimal MedicareAllows, int Weight, int MostUnits = 1, bool IsVisit = false, bool NeedsAuthorization = false);

/// <summary>The demo practice's price list; round figures, not any real fee schedule.</summary>
internal static class FeeSchedule
{
    private static readonly Service[] FamilyServices =
    [
        new("99213", 165m, 89.40m, 40, IsVisit: true),
        new("99214", 240m, 126.20m, 38, IsVisit: true),
        new("99203", 225m, 109.80m, 9, IsVisit: true),
        new("G0439", 255m, 132.10m, 8, IsVisit: true),
        new("36415", 22m, 8.60m, 26),
        new("80053", 48m, 10.56m, 18),
        new("83036", 42m, 9.71m, 14),
        new("82306", 118m, 29.60m, 13),
        new("93000", 64m, 14.90m, 10),
        new("96372", 52m, 14.20m, 12),
        new("90686", 46m, 20.30m, 9),
        new("90471", 45m, 17.90m, 9),
    ];

    private static readonly Service[] OrthopedicServices =
    [
        new("99204", 335m, 164.10m, 18, IsVisit: true),
        new("99214", 250m, 126.20m, 34, IsVisit: true),
        new("99213", 170m, 89.40m, 32, IsVisit: true),
        new("20610", 235m, 64.80m, 26),
        new("J3301", 18m, 1.90m, 20, MostUnits: 4),
        new("73562", 118m, 38.70m, 20),
        new("73030", 104m, 33.90m, 14),
        new("73721", 985m, 228.40m, 6, NeedsAuthorization: true),
        new("29881", 3480m, 548.60m, 2, NeedsAuthorization: true),
        new("L1833", 920m, 512.30m, 4, NeedsAuthorization: true),
        new("J7325", 610m, 212.70m, 5, NeedsAuthorization: true),
    ];

    private static readonly Service[] TherapyServices =
    [
        new("97161", 215m, 101.20m, 14, IsVisit: true, NeedsAuthorization: true),
        new("97110", 74m, 29.80m, 60, MostUnits: 3, IsVisit: true, NeedsAuthorization: true),
        new("97140", 68m, 27.60m, 34, MostUnits: 2),
        new("97530", 79m, 35.10m, 28, MostUnits: 2),
        new("97112", 77m, 33.70m, 24, MostUnits: 2),
        new("97014", 32m, 11.40m, 12),
        new("97016", 38m, 12.10m, 6),
    ];

    private static readonly string[][] Diagnoses =
    [
        ["I10", "E119", "E785", "Z0000", "J069", "R5383", "E559", "K219", "M545"],
        ["M1711", "M1712", "M25561", "M7541", "S83241A", "M5416", "M79671"],
        ["M25511", "M545", "M6281", "R262", "M25661", "Z4789"],
    ];

    public static IReadOnlyList<Service> Of(Specialty specialty) => specialty switch
    {
        Specialty.Family => FamilyServices,
        Specialty.Orthopedics => OrthopedicServices,
        _ => TherapyServices,
    };

    public static IReadOnlyList<string> DiagnosesOf(Specialty specialty) => Diagnoses[(int)specialty];
}
