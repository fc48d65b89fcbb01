namespace DenialDesk.Domain.WriteOffs;

/// <summary>Why money is given up. Hard denials written off still count in root causes.</summary>
public enum WriteOffReason
{
    /// <summary>Filed too late by us.</summary>
    TimelyFilingOurs,

    /// <summary>The payer says too late, and it is the payer's error, but no way is left.</summary>
    TimelyFilingPayerError,

    /// <summary>The window passed before anybody worked it.</summary>
    ExpiredUnworked,

    /// <summary>No authorization, and none can be had.</summary>
    NoAuthorization,

    /// <summary>Finally held not medically necessary.</summary>
    NotMedicallyNecessary,

    /// <summary>Not a benefit of the plan.</summary>
    NonCovered,

    /// <summary>Bundled by policy.</summary>
    BundledPerPolicy,

    /// <summary>Provider was not enrolled or not in the network.</summary>
    Credentialing,

    /// <summary>Confirmed to be a duplicate; the money is on the original.</summary>
    DuplicateConfirmed,

    /// <summary>Was a contract cut all along.</summary>
    ContractualMisclassified,

    /// <summary>Too small to work.</summary>
    SmallBalance,

    /// <summary>Would cost more than it returns.</summary>
    CostExceedsReturn,

    /// <summary>For the patient's sake.</summary>
    PatientRelated,

    /// <summary>Goodwill or settlement.</summary>
    GoodwillSettlement,

    /// <summary>Anything else; needs words.</summary>
    Other,
}
