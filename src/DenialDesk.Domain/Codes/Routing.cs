namespace DenialDesk.Domain.Codes;

/// <summary>Who upstream can stop it from happening again. The queue's owner is still billing.</summary>
public enum Department
{
    /// <summary>Nobody: nothing to prevent.</summary>
    None,

    /// <summary>Front desk and eligibility verification.</summary>
    Registration,

    /// <summary>Scheduling and authorizations.</summary>
    Authorization,

    /// <summary>Coders, and providers' coding habits.</summary>
    Coding,

    /// <summary>Providers and clinical documentation.</summary>
    Clinical,

    /// <summary>The billing team itself.</summary>
    Billing,

    /// <summary>Enrolment and credentialing.</summary>
    Credentialing,

    /// <summary>The payer made the mistake.</summary>
    Payer,
}

/// <summary>How a denial can turn into money.</summary>
public enum Hardness
{
    /// <summary>Fixed by correcting, sending something or billing someone else; no formal appeal needed.</summary>
    Soft,

    /// <summary>Paid only if an appeal, a retroactive authorization or an exception succeeds.</summary>
    Hard,
}

/// <summary>Whether the practice could have kept the denial from happening.</summary>
public enum Preventability
{
    /// <summary>No step of the practice would have changed it.</summary>
    No,

    /// <summary>Depends on the facts of the claim.</summary>
    Maybe,

    /// <summary>A step of the practice would have stopped it.</summary>
    Yes,
}

/// <summary>What a biller should try first.</summary>
public enum FirstAction
{
    /// <summary>Correct the claim and send it again.</summary>
    CorrectResubmit,

    /// <summary>Appeal or ask for reconsideration.</summary>
    Appeal,

    /// <summary>Bill the correct or the next payer.</summary>
    BillNextPayer,

    /// <summary>Bill the patient.</summary>
    BillPatient,

    /// <summary>Write off, with a person's approval.</summary>
    WriteOff,

    /// <summary>Get the item that was asked for and send it.</summary>
    RequestInfo,

    /// <summary>Phone the payer.</summary>
    PhonePayer,

    /// <summary>Just post it.</summary>
    Post,

    /// <summary>Put it in the diary and wait.</summary>
    Wait,
}
