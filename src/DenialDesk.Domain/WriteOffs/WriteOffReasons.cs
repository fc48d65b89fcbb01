using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.WriteOffs;

/// <summary>What the write-off reasons are called, whether the loss could have been prevented, and who may approve which amount.</summary>
public static class WriteOffReasons
{
    /// <summary>Largest write-off in dollars, not inclusive, that a biller makes alone.</summary>
    public const decimal BillerLimit = 25m;

    /// <summary>Largest write-off in dollars, not inclusive, that a lead makes or approves alone.</summary>
    public const decimal LeadLimit = 250m;

    /// <summary>Largest write-off in dollars, not inclusive, that a manager makes or approves alone.</summary>
    public const decimal ManagerLimit = 2_500m;

    /// <summary>The reason in words, for lists.</summary>
    public static string Words(WriteOffReason reason) => reason switch
    {
        WriteOffReason.TimelyFilingOurs => "Filed too late by us",
        WriteOffReason.TimelyFilingPayerError => "Timely filing, payer's error",
        WriteOffReason.ExpiredUnworked => "Window passed before it was worked",
        WriteOffReason.NoAuthorization => "No authorization",
        WriteOffReason.NotMedicallyNecessary => "Not medically necessary (final)",
        WriteOffReason.NonCovered => "Not covered",
        WriteOffReason.BundledPerPolicy => "Bundled by policy",
        WriteOffReason.Credentialing => "Provider not enrolled",
        WriteOffReason.DuplicateConfirmed => "Duplicate, confirmed",
        WriteOffReason.ContractualMisclassified => "Contract cut after all",
        WriteOffReason.SmallBalance => "Small balance",
        WriteOffReason.CostExceedsReturn => "Costs more than it returns",
        WriteOffReason.PatientRelated => "Patient-related",
        WriteOffReason.GoodwillSettlement => "Goodwill or settlement",
        _ => "Other (say which)",
    };

    /// <summary>Whether the practice could have prevented a loss of this kind; such losses feed prevention.</summary>
    public static bool Preventable(WriteOffReason reason) => reason is
        WriteOffReason.TimelyFilingOurs or WriteOffReason.ExpiredUnworked or WriteOffReason.NoAuthorization or WriteOffReason.Credentialing
        or WriteOffReason.DuplicateConfirmed;

    /// <summary>The reason to offer first for a category of denial.</summary>
    public static WriteOffReason Suggested(DenialCategory category) => category switch
    {
        DenialCategory.TimelyFiling => WriteOffReason.TimelyFilingOurs,
        DenialCategory.Authorization => WriteOffReason.NoAuthorization,
        DenialCategory.MedicalNecessity => WriteOffReason.NotMedicallyNecessary,
        DenialCategory.NonCovered => WriteOffReason.NonCovered,
        DenialCategory.Bundling => WriteOffReason.BundledPerPolicy,
        DenialCategory.Credentialing => WriteOffReason.Credentialing,
        DenialCategory.Duplicate => WriteOffReason.DuplicateConfirmed,
        _ => WriteOffReason.CostExceedsReturn,
    };
}
