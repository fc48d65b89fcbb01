namespace DenialDesk.Samples.Practice;

/// <summary>How much of a claim a refusal takes.</summary>
internal enum DenialShape
{
    WholeClaim,
    OneLine,
    SomeUnits,
}

/// <summary>One way a payer says no: group, reason, remarks, and where it is natural.</summary>
/// <param name="Category">The category a reader should give it, named as the desk names them.</param>
/// <param name="Group">CAS01.</param>
/// <param name="Carc">CAS02.</param>
/// <param name="Remarks">RARCs in the order sent.</param>
/// <param name="Weight">How often, beside the others.</param>
/// <param name="Lines">The payers that use it.</param>
/// <param name="Shape">How much it takes.</param>
internal sealed record DenialReason(string Category, string Group, string Carc, string[] Remarks, int Weight, PayerLine Lines = PayerLine.Any, DenialShape Shape = DenialShape.WholeClaim)
{
    /// <summary>Only for work that needed an authorization.</summary>
    public bool OnlyAuthorized { get; init; }

    /// <summary>REF*0K of the refused line.</summary>
    public string? Policy { get; init; }

    private const PayerLine Private = PayerLine.Commercial | PayerLine.Advantage;
    private const PayerLine Public = PayerLine.Medicare | PayerLine.Medicaid;

    /// <summary>Weights follow the published shares: registration and eligibility 27 of 100, authorization 12, data 15, the rest behind.</summary>
    public static readonly DenialReason[] All =
    [
        new("eligibility", "PR", "27", ["N30"], 50, Private),
        new("eligibility", "PR", "26", ["N30"], 16, Private),
        new("eligibility", "CO", "109", ["N418"], 60, PayerLine.Medicare),
        new("eligibility", "CO", "B9", [], 8, PayerLine.Medicare),
        new("eligibility", "CO", "24", [], 40, PayerLine.Medicaid),
        new("eligibility", "PR", "177", [], 46, PayerLine.Medicaid),
        new("eligibility", "PR", "119", [], 12, Private, DenialShape.OneLine),
        new("registration", "PR", "31", ["N382"], 44, Private),
        new("registration", "CO", "16", ["MA36", "N704"], 30, Private),
        new("registration", "CO", "16", ["N382", "MA130"], 36, Public),
        new("registration", "CO", "140", ["MA36"], 20),
        new("registration", "PR", "227", ["N179"], 24, Private),
        new("authorization", "CO", "197", [], 190, Private) { OnlyAuthorized = true },
        new("authorization", "CO", "197", ["M62"], 70, Private | PayerLine.Medicaid) { OnlyAuthorized = true },
        new("authorization", "CO", "198", ["N54"], 50, Private, DenialShape.OneLine) { OnlyAuthorized = true },
        new("authorization", "CO", "284", ["N54"], 20, Private) { OnlyAuthorized = true },
        new("authorization", "CO", "288", [], 24, PayerLine.Advantage),
        new("billing_error", "CO", "16", ["N290", "MA130"], 26, Public),
        new("billing_error", "CO", "16", ["N290"], 24, Private),
        new("billing_error", "CO", "16", ["M53"], 14, Shape: DenialShape.OneLine),
        new("billing_error", "CO", "16", ["N257"], 16),
        new("billing_error", "CO", "206", [], 8, Private),
        new("coding", "CO", "4", ["N823"], 22, Shape: DenialShape.OneLine),
        new("coding", "CO", "11", [], 22, Shape: DenialShape.OneLine),
        new("coding", "CO", "16", ["M76", "N517"], 14),
        new("coding", "CO", "181", ["N56"], 10, Shape: DenialShape.OneLine),
        new("coding", "CO", "16", ["N822"], 12, Private, DenialShape.OneLine),
        new("coding", "CO", "151", ["N362"], 22, Shape: DenialShape.SomeUnits),
        new("documentation", "CO", "252", ["N706"], 42, Private),
        new("documentation", "CO", "252", ["M127"], 18),
        new("documentation", "CO", "226", ["M127"], 22),
        new("documentation", "CO", "50", ["M127"], 10, PayerLine.Medicare, DenialShape.OneLine),
        new("medical_necessity", "CO", "50", ["N115"], 40, PayerLine.Medicare, DenialShape.OneLine) { Policy = "L36920" },
        new("medical_necessity", "CO", "50", [], 30, Private, DenialShape.OneLine),
        new("medical_necessity", "CO", "55", [], 8, Private, DenialShape.OneLine),
        new("medical_necessity", "CO", "151", ["M86"], 10, Shape: DenialShape.OneLine),
        new("duplicate", "OA", "18", ["N522"], 30, PayerLine.Medicare),
        new("duplicate", "CO", "18", [], 40, Private | PayerLine.Medicaid),
        new("timely_filing", "CO", "29", ["N211"], 16, PayerLine.Medicare),
        new("timely_filing", "CO", "29", [], 52, Private | PayerLine.Medicaid),
        new("cob", "CO", "22", ["N598"], 18),
        new("cob", "OA", "22", ["MA04"], 10, Private),
        new("cob", "CO", "252", ["N479"], 12, Private),
        new("cob", "PR", "227", ["N197"], 16, Private),
        new("bundling", "CO", "97", ["N19"], 16, Shape: DenialShape.OneLine),
        new("bundling", "CO", "97", ["M144"], 10, Shape: DenialShape.OneLine),
        new("bundling", "CO", "236", ["M80"], 14, Shape: DenialShape.OneLine),
        new("bundling", "CO", "234", ["N20"], 12, Shape: DenialShape.OneLine),
        new("credentialing", "CO", "B7", ["N570"], 16),
        new("credentialing", "CO", "185", ["N95"], 8),
        new("credentialing", "CO", "208", ["N516"], 10, Private),
        new("non_covered", "PR", "96", ["N130"], 18, Private, DenialShape.OneLine),
        new("non_covered", "PR", "204", ["N130"], 14, Private | PayerLine.Medicaid, DenialShape.OneLine),
        new("non_covered", "PR", "96", ["N425"], 8, PayerLine.Medicare, DenialShape.OneLine),
        new("other", "CO", "A1", ["N59"], 5),
    ];

    /// <summary>What a payer says when it upholds its first answer after a review.</summary>
    public DenialReason Upheld => this with { Carc = "193", Remarks = [], Group = "CO", Policy = null };

    /// <summary>The reason a payer takes back what it paid: coverage had ended, another plan was first, or the authorization was missing.</summary>
    public static readonly DenialReason[] ForTakebacks =
    [
        new("eligibility", "PR", "27", ["N30"], 5),
        new("cob", "CO", "22", ["N598"], 4),
        new("authorization", "CO", "197", [], 2),
    ];

    /// <summary>What the second payer refuses of the rest.</summary>
    public static readonly DenialReason OnSecondary = new("non_covered", "PR", "204", ["N130"], 1);

    /// <summary>Medicare's new habit from the middle of the year: injections and vitamin D without the listed diagnosis.</summary>
    public static readonly DenialReason NecessitySpike = new("medical_necessity", "CO", "50", ["N115"], 1, PayerLine.Medicare, DenialShape.OneLine) { Policy = "L34220" };

    /// <summary>UnitedHealthcare's new habit from the middle of the year: therapy and imaging need an authorization.</summary>
    public static readonly DenialReason AuthorizationSpike = new("authorization", "CO", "197", [], 1, PayerLine.Commercial);

    /// <summary>Blue Cross's newest habit: a visit with modifier 25 is refused as not fitting.</summary>
    public static readonly DenialReason ModifierSpike = new("coding", "CO", "4", ["N823"], 1, PayerLine.Commercial, DenialShape.OneLine);
}
