using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Prevention;

/// <summary>One place where denials of a category come from: the category, the department, and the step of the office's own workflow that let the error in.</summary>
public sealed record RootCauseLine(DenialCategory Category, string Department, string Step);

/// <summary>
/// Where each kind of denial comes from in this office. The code of a denial says what went wrong; the step says where to stop it. A category may have several
/// lines, the likeliest first.
/// </summary>
public sealed record RootCauseMap
{
    /// <summary>The departments of the office, in the order they are offered.</summary>
    public required IReadOnlyList<string> Departments { get; init; }

    /// <summary>The lines, in their order.</summary>
    public required IReadOnlyList<RootCauseLine> Lines { get; init; }

    /// <summary>What a desk starts with, to be made one's own.</summary>
    public static RootCauseMap Shipped { get; } = new()
    {
        Departments =
        [
            "Front desk", "Eligibility verification", "Scheduling and pre-service", "Coding", "Providers", "Clinical documentation", "Billing", "Credentialing", "Financial counselling",
        ],
        Lines =
        [
            new(DenialCategory.Eligibility, "Eligibility verification", "Coverage was not verified again on the day of service"),
            new(DenialCategory.Eligibility, "Front desk", "The card on file was an old one"),
            new(DenialCategory.Cob, "Eligibility verification", "Nobody asked which coverage comes first"),
            new(DenialCategory.Registration, "Front desk", "Name, birth date or member number does not match the card"),
            new(DenialCategory.Authorization, "Scheduling and pre-service", "No authorization was requested"),
            new(DenialCategory.Authorization, "Scheduling and pre-service", "It was for another procedure code, or had run out"),
            new(DenialCategory.Coding, "Coding", "Code or modifier out of date: the January review was missed"),
            new(DenialCategory.Coding, "Providers", "The order names no diagnosis that supports the code"),
            new(DenialCategory.Bundling, "Coding", "The modifier that shows a distinct service is missing"),
            new(DenialCategory.Documentation, "Clinical documentation", "The note was missing or late"),
            new(DenialCategory.MedicalNecessity, "Providers", "The note does not meet the payer's criteria point by point"),
            new(DenialCategory.TimelyFiling, "Billing", "Charges came late, or a rejection was not seen"),
            new(DenialCategory.Duplicate, "Billing", "Sent again without the payer's claim number"),
            new(DenialCategory.BillingError, "Billing", "A field was left empty or wrong before the claim went out"),
            new(DenialCategory.Credentialing, "Credentialing", "An enrolment lapsed or was not ready on the first day"),
            new(DenialCategory.NonCovered, "Financial counselling", "No estimate and no advance notice to the patient"),
            new(DenialCategory.ChargeCapture, "Providers", "A service was not charged"),
        ],
    };

    /// <summary>The lines of a category, the likeliest first; none when the office has said nothing.</summary>
    public IReadOnlyList<RootCauseLine> Of(DenialCategory category) => [.. Lines.Where(l => l.Category == category)];

    /// <summary>What is wrong with it, as a sentence; null when it can be kept.</summary>
    public Refusal? Check()
    {
        if (Departments.Any(d => d.Trim().Length is 0 or > 60)) { return new("department_name", "Every department needs a name of at most 60 letters."); }

        if (Departments.GroupBy(d => d.Trim(), StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            return new("department_twice", $"{twice.Key} stands in the list of departments twice. Keep one.");
        }

        if (Lines.FirstOrDefault(l => !Departments.Contains(l.Department)) is { } lost)
        {
            return new("department_unknown", $"A step still belongs to {(lost.Department.Length == 0 ? "no department" : lost.Department)}, which is not in the list of departments. Choose another for it first.");
        }

        return Lines.FirstOrDefault(l => l.Step.Trim().Length is 0 or > 200) is { } empty
            ? new("step_empty", $"A step of {empty.Department} is empty or longer than 200 letters. Say in a few words what happened there.")
            : null;
    }
}
