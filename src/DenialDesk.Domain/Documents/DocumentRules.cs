using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Documents;

/// <summary>One document that denials of a category need.</summary>
/// <param name="Category">Null: every category.</param>
/// <param name="Kind">What it shows.</param>
/// <param name="Needed">True: nothing is sent without it, unless somebody waives it with a reason. False: it helps.</param>
/// <param name="Why">What it is for, in a few words.</param>
public sealed record DocumentRule(DenialCategory? Category, DocumentKind Kind, bool Needed, string Why);

/// <summary>Which documents each kind of denial needs at this desk. Worked examples: docs/rules/documents.md.</summary>
public sealed record DocumentRules
{
    /// <summary>The lines, in the order they are shown.</summary>
    public required IReadOnlyList<DocumentRule> Lines { get; init; }

    /// <summary>Business days a department has for a document that is asked for.</summary>
    public int RequestDays { get; init; } = 5;

    /// <summary>What a desk starts with: the usual evidence of each category, to be made one's own.</summary>
    public static DocumentRules Shipped { get; } = new()
    {
        Lines =
        [
            new(null, DocumentKind.DenialRemittance, true, "Shows what was refused, and why"),
            new(null, DocumentKind.OriginalClaim, false, "Shows what was asked for"),
            new(DenialCategory.Eligibility, DocumentKind.Coverage, true, "Coverage was in force on the day of service"),
            new(DenialCategory.Cob, DocumentKind.PrimaryRemittance, true, "The payer before has decided"),
            new(DenialCategory.Cob, DocumentKind.CoverageQuestionnaire, false, "The payer asks the patient which coverage comes first"),
            new(DenialCategory.Authorization, DocumentKind.Authorization, true, "The approval, or what was asked and why none was had"),
            new(DenialCategory.Authorization, DocumentKind.Referral, false, "Where the plan wants one"),
            new(DenialCategory.Authorization, DocumentKind.ClinicalNotes, false, "For a request after the fact"),
            new(DenialCategory.Coding, DocumentKind.ClinicalNotes, true, "The note says what was done"),
            new(DenialCategory.Coding, DocumentKind.CodingGuideline, false, "The rule that allows the code"),
            new(DenialCategory.Coding, DocumentKind.OperativeReport, false, "For procedures"),
            new(DenialCategory.Bundling, DocumentKind.ClinicalNotes, true, "The note documents each service by itself"),
            new(DenialCategory.Bundling, DocumentKind.CodingGuideline, false, "The rule that allows them together"),
            new(DenialCategory.Documentation, DocumentKind.ClinicalNotes, true, "What the payer asked for"),
            new(DenialCategory.Documentation, DocumentKind.OrdersAndResults, false, "Orders and results that belong to it"),
            new(DenialCategory.MedicalNecessity, DocumentKind.ClinicalNotes, true, "The facts behind the decision to treat"),
            new(DenialCategory.MedicalNecessity, DocumentKind.PhysicianLetter, true, "Why this patient needed it"),
            new(DenialCategory.MedicalNecessity, DocumentKind.Criteria, false, "The payer's criteria, met point by point"),
            new(DenialCategory.MedicalNecessity, DocumentKind.PriorTreatment, false, "What was tried before"),
            new(DenialCategory.TimelyFiling, DocumentKind.Acceptance, true, "An acceptance that shows this patient and this day of service"),
            new(DenialCategory.Duplicate, DocumentKind.DistinctService, true, "Both claim numbers and what sets the services apart"),
            new(DenialCategory.Credentialing, DocumentKind.EnrollmentLetter, true, "The enrollment was in force on the day of service"),
            new(DenialCategory.Registration, DocumentKind.Coverage, false, "The card with name and number as the payer has them"),
        ],
    };

    /// <summary>The lines that hold for a category: those for every category first.</summary>
    public IReadOnlyList<DocumentRule> Of(DenialCategory category) =>
        [.. Lines.Where(l => l.Category is null), .. Lines.Where(l => l.Category == category)];

    /// <summary>What is wrong with it, as a sentence; null when it can be kept.</summary>
    public Refusal? Check()
    {
        if (RequestDays is < 1 or > 60) { return new("request_days", "A department has 1 to 60 business days for a document."); }

        if (Lines.FirstOrDefault(l => l.Why.Length > 120) is { } wordy) { return new("document_why", $"What {DocumentKinds.Words(wordy.Kind).ToLowerInvariant()} is for is longer than 120 letters. Shorten it."); }

        // A line for every category and one for a single category would ask for the same thing twice.
        var twice = Lines.GroupBy(l => (l.Category, l.Kind)).FirstOrDefault(g => g.Count() > 1)?.First()
            ?? Lines.FirstOrDefault(l => l.Category is not null && Lines.Any(o => o.Category is null && o.Kind == l.Kind));
        return twice is null ? null : new("document_twice", $"{DocumentKinds.Words(twice.Kind)} stands in the list twice for the same denials. Keep one line.");
    }
}
