namespace DenialDesk.X12.Writing;

/// <summary>A party of a remittance with the number it is known by.</summary>
/// <param name="Name">As it stands in the list of payers or practices.</param>
/// <param name="Qualifier">N103: XX national provider id, FI tax id, XV plan id; empty when there is no number.</param>
/// <param name="Number">N104.</param>
public sealed record NewParty(string Name, string Qualifier = "", string Number = "");

/// <summary>An adjustment: group, reason and dollars taken off the charge (a negative amount gives back).</summary>
public sealed record NewAdjustment(string Group, string Reason, decimal Amount);

/// <summary>An adjustment of the provider, outside any claim: dollars taken off the payment (a negative amount adds).</summary>
public sealed record NewProviderAdjustment(string Reason, string Reference, decimal Amount);

/// <summary>A paid or denied service.</summary>
public sealed record NewServicePayment
{
    /// <summary>Procedure code (SVC01-2).</summary>
    public required string Procedure { get; init; }

    /// <summary>Modifiers, two characters each.</summary>
    public IReadOnlyList<string> Modifiers { get; init; } = [];

    /// <summary>Dollars billed.</summary>
    public required decimal Charge { get; init; }

    /// <summary>Dollars paid.</summary>
    public required decimal Paid { get; init; }

    /// <summary>Units paid; null leaves them out.</summary>
    public decimal? Units { get; init; }

    /// <summary>The day of service, or null.</summary>
    public DateOnly? ServiceDate { get; init; }

    /// <summary>What was taken off the charge.</summary>
    public IReadOnlyList<NewAdjustment> Adjustments { get; init; } = [];

    /// <summary>Remark codes (RARC).</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>What a payer said about one claim.</summary>
public sealed record NewClaimPayment
{
    /// <summary>CLP01, the account number the practice sent.</summary>
    public required string PatientControlNumber { get; init; }

    /// <summary>CLP02: 1 primary, 2 secondary, 4 denied, 22 reversal…</summary>
    public required string Status { get; init; }

    /// <summary>Dollars billed.</summary>
    public required decimal Charge { get; init; }

    /// <summary>Dollars paid.</summary>
    public required decimal Paid { get; init; }

    /// <summary>What the patient owes.</summary>
    public decimal PatientResponsibility { get; init; }

    /// <summary>CLP07; empty when unknown.</summary>
    public string PayerClaimNumber { get; init; } = "";

    /// <summary>The patient's last name.</summary>
    public string LastName { get; init; } = "";

    /// <summary>The patient's first name.</summary>
    public string FirstName { get; init; } = "";

    /// <summary>The member id; empty when unknown.</summary>
    public string MemberId { get; init; } = "";

    /// <summary>The day of service, or null.</summary>
    public DateOnly? ServiceDate { get; init; }

    /// <summary>Adjustments of the claim as a whole.</summary>
    public IReadOnlyList<NewAdjustment> Adjustments { get; init; } = [];

    /// <summary>The service lines.</summary>
    public IReadOnlyList<NewServicePayment> Services { get; init; } = [];
}

/// <summary>A remittance to write, one payment of one payer to one practice.</summary>
public sealed record NewRemittance
{
    /// <summary>Who pays.</summary>
    public required NewParty Payer { get; init; }

    /// <summary>TRN03, the payer's company identifier; empty when unknown.</summary>
    public string PayerIdentifier { get; init; } = "";

    /// <summary>The practice that is paid.</summary>
    public required NewParty Payee { get; init; }

    /// <summary>Number of the cheque or transfer.</summary>
    public required string Number { get; init; }

    /// <summary>BPR04: CHK cheque, ACH transfer, NON no payment.</summary>
    public required string Method { get; init; }

    /// <summary>Day of the payment.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Dollars paid in all (BPR02).</summary>
    public required decimal Amount { get; init; }

    /// <summary>The claims, at least one.</summary>
    public required IReadOnlyList<NewClaimPayment> Claims { get; init; }

    /// <summary>Adjustments of the payment itself.</summary>
    public IReadOnlyList<NewProviderAdjustment> ProviderAdjustments { get; init; } = [];

    /// <summary>When it is written.</summary>
    public required DateTime WrittenAt { get; init; }
}
