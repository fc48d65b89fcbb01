namespace DenialDesk.Domain.Codes;

/// <summary>What went wrong, as the practice would say it. Names in files and addresses come from <see cref="CodeNames"/>.</summary>
public enum DenialCategory
{
    /// <summary>Coverage was not active, or not with this payer.</summary>
    Eligibility,

    /// <summary>No approval, referral or precertification, or the wrong one.</summary>
    Authorization,

    /// <summary>Procedure, diagnosis, modifier or place of service.</summary>
    Coding,

    /// <summary>Records or attachments are missing, late or not enough.</summary>
    Documentation,

    /// <summary>The payer says the service was not needed, or not proven.</summary>
    MedicalNecessity,

    /// <summary>Name, identifier, date of birth and other front-desk data.</summary>
    Registration,

    /// <summary>Filed or answered too late.</summary>
    TimelyFiling,

    /// <summary>The payer believes it has the same service already.</summary>
    Duplicate,

    /// <summary>Another payer comes first, or its remittance is needed.</summary>
    Cob,

    /// <summary>Enrolment, network or type of the provider.</summary>
    Credentialing,

    /// <summary>Not paid apart from another service.</summary>
    Bundling,

    /// <summary>Outside the benefit.</summary>
    NonCovered,

    /// <summary>Claim data missing or wrong that is neither coding nor registration.</summary>
    BillingError,

    /// <summary>A service was not charged or not charged in full.</summary>
    ChargeCapture,

    /// <summary>None of the above, or not known yet.</summary>
    Other,
}
