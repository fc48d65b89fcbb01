namespace DenialDesk.Domain.Codes;

/// <summary>Where the money of one adjustment went. Every adjustment ends in exactly one bucket.</summary>
public enum Bucket
{
    /// <summary>The payer refused money that could have been paid.</summary>
    Denial,

    /// <summary>A cut that contract or law allows; also the usual home of a fee-schedule write-down.</summary>
    Contractual,

    /// <summary>The patient's cost share or balance.</summary>
    Patient,

    /// <summary>Money moved between payers, or the claim was forwarded; nothing was refused.</summary>
    Cob,

    /// <summary>Adds money, pends, reports or rounds; nothing to work.</summary>
    Informational,

    /// <summary>Takes back an earlier result; never a new denial.</summary>
    Reversal,
}
