using System.Globalization;

namespace DenialDesk.Domain.Codes;

/// <summary>Finds the family of a procedure from the range its code lies in: five-character CPT and HCPCS codes, four-digit revenue codes where a hospital sent nothing else.</summary>
/// <remarks>Ranges are those of the published chapters of both code sets; no code's own text is used. Codes that are read later win nothing: the first range that holds a code decides, so
/// that exceptions stand before the chapter they are in. Worked examples: docs/rules/procedure-families.md.</remarks>
public static class ProcedureFamilies
{
    private static readonly (int From, int To, ProcedureFamily Family)[] Cpt =
    [
        (100, 1999, ProcedureFamily.Anesthesia),
        (10004, 36414, ProcedureFamily.Surgery),
        (36415, 36416, ProcedureFamily.Lab),
        (36417, 69999, ProcedureFamily.Surgery),
        (70010, 79999, ProcedureFamily.Imaging),
        (80047, 89398, ProcedureFamily.Lab),
        (90281, 90759, ProcedureFamily.Drug),
        (90785, 90899, ProcedureFamily.MentalHealth),
        (92002, 92014, ProcedureFamily.OfficeVisit),
        (92507, 92526, ProcedureFamily.Therapy),
        (93303, 93356, ProcedureFamily.Imaging),
        (93880, 93998, ProcedureFamily.Imaging),
        (96105, 96171, ProcedureFamily.MentalHealth),
        (96360, 96549, ProcedureFamily.Drug),
        (97010, 97799, ProcedureFamily.Therapy),
        (97810, 98943, ProcedureFamily.Therapy),
        (98000, 98016, ProcedureFamily.OfficeVisit),
        (98966, 98972, ProcedureFamily.OfficeVisit),
        (99100, 99157, ProcedureFamily.Anesthesia),
        (99202, 99215, ProcedureFamily.OfficeVisit),
        (99217, 99239, ProcedureFamily.HospitalVisit),
        (99241, 99245, ProcedureFamily.OfficeVisit),
        (99246, 99318, ProcedureFamily.HospitalVisit),
        (99324, 99458, ProcedureFamily.OfficeVisit),
        (99460, 99480, ProcedureFamily.HospitalVisit),
        (99483, 99499, ProcedureFamily.OfficeVisit),
        (99601, 99602, ProcedureFamily.Drug),
    ];

    private static readonly (string From, string To, ProcedureFamily Family)[] Hcpcs =
    [
        ("A4206", "A9499", ProcedureFamily.Equipment),
        ("A9500", "A9700", ProcedureFamily.Imaging),
        ("A9701", "A9999", ProcedureFamily.Equipment),
        ("B4000", "B9999", ProcedureFamily.Equipment),
        ("C1713", "C2699", ProcedureFamily.Equipment),
        ("C8900", "C8937", ProcedureFamily.Imaging),
        ("C9000", "C9599", ProcedureFamily.Drug),
        ("C9600", "C9899", ProcedureFamily.Surgery),
        ("E0100", "E9999", ProcedureFamily.Equipment),
        ("G0008", "G0010", ProcedureFamily.Drug),
        ("G0104", "G0121", ProcedureFamily.Surgery),
        ("G0129", "G0129", ProcedureFamily.Therapy),
        ("G0151", "G0153", ProcedureFamily.Therapy),
        ("G0202", "G0235", ProcedureFamily.Imaging),
        ("G0283", "G0283", ProcedureFamily.Therapy),
        ("G0378", "G0384", ProcedureFamily.HospitalVisit),
        ("G0396", "G0397", ProcedureFamily.MentalHealth),
        ("G0402", "G0402", ProcedureFamily.OfficeVisit),
        ("G0406", "G0408", ProcedureFamily.HospitalVisit),
        ("G0410", "G0411", ProcedureFamily.MentalHealth),
        ("G0425", "G0427", ProcedureFamily.HospitalVisit),
        ("G0438", "G0439", ProcedureFamily.OfficeVisit),
        ("G0442", "G0444", ProcedureFamily.MentalHealth),
        ("G0463", "G0463", ProcedureFamily.HospitalVisit),
        ("G0480", "G0483", ProcedureFamily.Lab),
        ("G2010", "G2012", ProcedureFamily.OfficeVisit),
        ("G2067", "G2088", ProcedureFamily.MentalHealth),
        ("G2211", "G2212", ProcedureFamily.OfficeVisit),
        ("H0001", "H9999", ProcedureFamily.MentalHealth),
        ("J0001", "J9999", ProcedureFamily.Drug),
        ("K0001", "K9999", ProcedureFamily.Equipment),
        ("L0100", "L9999", ProcedureFamily.Equipment),
        ("P2028", "P9999", ProcedureFamily.Lab),
        ("Q0111", "Q0115", ProcedureFamily.Lab),
        ("Q0138", "Q0181", ProcedureFamily.Drug),
        ("Q0477", "Q0509", ProcedureFamily.Equipment),
        ("Q2004", "Q3028", ProcedureFamily.Drug),
        ("Q4001", "Q4051", ProcedureFamily.Equipment),
        ("Q4074", "Q5999", ProcedureFamily.Drug),
        ("Q9950", "Q9990", ProcedureFamily.Imaging),
        ("Q9991", "Q9992", ProcedureFamily.Drug),
        ("R0070", "R0076", ProcedureFamily.Imaging),
        ("S9325", "S9379", ProcedureFamily.Drug),
        ("S9490", "S9810", ProcedureFamily.Drug),
        ("U0001", "U0005", ProcedureFamily.Lab),
        ("V2020", "V5999", ProcedureFamily.Equipment),
    ];

    /// <summary>Revenue codes by their first three digits after the leading zero is put in (<c>0450</c> is 45).</summary>
    private static readonly (int From, int To, ProcedureFamily Family)[] Revenue =
    [
        (25, 26, ProcedureFamily.Drug),
        (27, 27, ProcedureFamily.Equipment),
        (29, 29, ProcedureFamily.Equipment),
        (30, 31, ProcedureFamily.Lab),
        (32, 35, ProcedureFamily.Imaging),
        (36, 36, ProcedureFamily.Surgery),
        (37, 37, ProcedureFamily.Anesthesia),
        (40, 40, ProcedureFamily.Imaging),
        (42, 44, ProcedureFamily.Therapy),
        (45, 45, ProcedureFamily.HospitalVisit),
        (49, 49, ProcedureFamily.Surgery),
        (51, 52, ProcedureFamily.OfficeVisit),
        (61, 61, ProcedureFamily.Imaging),
        (63, 63, ProcedureFamily.Drug),
        (76, 76, ProcedureFamily.HospitalVisit),
        (90, 91, ProcedureFamily.MentalHealth),
    ];

    /// <summary>The family of one code; whatever follows its first five characters (modifiers) does not matter. An unknown or missing code is <see cref="ProcedureFamily.Other"/>.</summary>
    public static ProcedureFamily Of(string? code)
    {
        var text = (code ?? "").Trim().ToUpperInvariant();
        if (text.Length is 3 or 4) { return OfRevenue(text); }

        if (text.Length < 5) { return ProcedureFamily.Other; }

        text = text[..5];
        if (!text.AsSpan(1, 3).ContainsAnyExceptInRange('0', '9')) { return char.IsDigit(text[0]) ? OfCpt(text) : OfHcpcs(text); }

        return ProcedureFamily.Other;
    }

    /// <summary>The family of a denial: that of its lead procedure, which is the first of the codes written one after another (<c>99213 93000</c>).</summary>
    public static ProcedureFamily OfLead(string? procedures)
    {
        var text = (procedures ?? "").AsSpan().Trim();
        var end = text.IndexOfAny(' ', ',');
        return Of((end < 0 ? text : text[..end]).ToString());
    }

    /// <summary>What a biller calls a family, in a sentence (<c>office visits</c>).</summary>
    public static string Words(this ProcedureFamily family) => family switch
    {
        ProcedureFamily.OfficeVisit => "office visits",
        ProcedureFamily.HospitalVisit => "hospital visits",
        ProcedureFamily.Surgery => "surgery and procedures",
        ProcedureFamily.Imaging => "imaging",
        ProcedureFamily.Lab => "lab and pathology",
        ProcedureFamily.Therapy => "therapy",
        ProcedureFamily.Drug => "infusions and drugs",
        ProcedureFamily.Equipment => "equipment and supplies",
        ProcedureFamily.Anesthesia => "anesthesia",
        ProcedureFamily.MentalHealth => "mental health",
        _ => "other services",
    };

    /// <summary>Codes that end in a letter are trial codes, quality codes (other) or laboratory's own (U, M).</summary>
    private static ProcedureFamily OfCpt(string text)
    {
        if (!char.IsDigit(text[4])) { return text[4] is 'U' or 'M' ? ProcedureFamily.Lab : ProcedureFamily.Other; }

        return Within(Cpt, int.Parse(text, CultureInfo.InvariantCulture));
    }

    private static ProcedureFamily OfHcpcs(string text)
    {
        foreach (var (from, to, family) in Hcpcs)
        {
            if (string.CompareOrdinal(text, from) >= 0 && string.CompareOrdinal(text, to) <= 0) { return family; }
        }

        return ProcedureFamily.Other;
    }

    private static ProcedureFamily OfRevenue(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Within(Revenue, number / 10) : ProcedureFamily.Other;

    private static ProcedureFamily Within((int From, int To, ProcedureFamily Family)[] ranges, int number)
    {
        foreach (var (from, to, family) in ranges)
        {
            if (number >= from && number <= to) { return family; }
        }

        return ProcedureFamily.Other;
    }
}
