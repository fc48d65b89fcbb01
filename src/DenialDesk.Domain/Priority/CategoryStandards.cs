using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Priority;

/// <summary>Standard minutes and starting odds by category. Judgements from published overturn figures, editable, labelled assumed.</summary>
public static class CategoryStandards
{
    /// <summary>What one category starts with.</summary>
    public static CategoryStandard Of(DenialCategory category) => category switch
    {
        DenialCategory.Registration => new(category, 10, .75),
        DenialCategory.BillingError => new(category, 10, .75),
        DenialCategory.Documentation => new(category, 20, .80),
        DenialCategory.Coding => new(category, 12, .55),
        DenialCategory.Bundling => new(category, 15, .55),
        DenialCategory.Eligibility => new(category, 15, .55),
        DenialCategory.Cob => new(category, 15, .55),
        DenialCategory.Authorization => new(category, 35, .45),
        DenialCategory.MedicalNecessity => new(category, 60, .45),
        DenialCategory.Duplicate => new(category, 8, .35),
        DenialCategory.Credentialing => new(category, 25, .40),
        DenialCategory.TimelyFiling => new(category, 20, .12),
        DenialCategory.NonCovered => new(category, 15, .10),
        DenialCategory.ChargeCapture => new(category, 15, .55),
        _ => new(category, 20, .55),
    };

    /// <summary>Every category, in the order of the vocabulary.</summary>
    public static IReadOnlyList<CategoryStandard> All { get; } = [.. Enum.GetValues<DenialCategory>().Select(Of)];
}
