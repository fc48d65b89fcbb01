namespace DenialDesk.Samples.Practice;

/// <summary>One CAS triple: group, reason, amount.</summary>
internal sealed record Adjustment(string Group, string Carc, decimal Amount);

/// <summary>One line as the payer decided it.</summary>
internal sealed record AdjudicatedLine(SampleLine Line, decimal Charge, decimal Paid, int PaidUnits, IReadOnlyList<Adjustment> Adjustments)
{
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>REF*0K: the coverage policy behind a refusal.</summary>
    public string? Policy { get; init; }

    public decimal? Allowed { get; init; }
}

/// <summary>How a payer returns the account number.</summary>
internal enum AccountKept
{
    /// <summary>As sent.</summary>
    Whole,

    /// <summary>Padded with zeros.</summary>
    Padded,

    /// <summary>A number of its own in its place, with our line control numbers kept.</summary>
    Replaced,

    /// <summary>A number of its own, no line control numbers, the member number masked.</summary>
    Lost,
}

/// <summary>One payer's decision on one claim: a CLP loop to be.</summary>
internal sealed record Adjudication
{
    public required SampleClaim Claim { get; init; }
    public required DemoPayer Payer { get; init; }

    /// <summary>CLP02.</summary>
    public required string Status { get; init; }

    /// <summary>CLP07.</summary>
    public required string ClaimNumber { get; init; }

    public required DateOnly Received { get; init; }
    public required IReadOnlyList<AdjudicatedLine> Lines { get; init; }

    /// <summary>Adjustments of the claim as a whole; when the payer sends no lines they explain everything.</summary>
    public IReadOnlyList<Adjustment> ClaimAdjustments { get; init; } = [];

    public IReadOnlyList<string> ClaimRemarks { get; init; } = [];
    public bool SendsLines { get; init; } = true;
    public DemoPayer? ForwardedTo { get; init; }

    /// <summary>REF*F8: the number this decision replaces.</summary>
    public string? PriorClaimNumber { get; init; }

    /// <summary>AMT*I, with its twin in PLB L6.</summary>
    public decimal Interest { get; init; }

    /// <summary>The refusal in it, or null.</summary>
    public DenialReason? Denial { get; init; }

    /// <summary>What the refusal's own reason codes hold back, in dollars.</summary>
    public decimal DeniedAmount { get; init; }

    /// <summary>True for the first answer of the first payer.</summary>
    public bool IsInitial { get; init; }

    /// <summary>What the payer made of the account number it was sent.</summary>
    public AccountKept Kept { get; init; }

    /// <summary>CLP01 as it comes back.</summary>
    public string AccountBack => Kept switch
    {
        AccountKept.Padded => Claim.Id.PadLeft(14, '0'),
        AccountKept.Replaced => "P" + ClaimNumber[^7..],
        AccountKept.Lost => "P" + ClaimNumber[^7..] + "X",
        _ => Claim.Id,
    };

    public bool IsReversal => Status == "22";
    public decimal Charge => IsReversal ? -Claim.Charge : Claim.Charge;
    public IEnumerable<Adjustment> AllAdjustments => ClaimAdjustments.Concat(SendsLines ? Lines.SelectMany(line => line.Adjustments) : []);
    public decimal Paid => Charge - AllAdjustments.Sum(adjustment => adjustment.Amount);
    public decimal PatientShare => IsReversal ? 0m : AllAdjustments.Where(adjustment => adjustment.Group == "PR").Sum(adjustment => adjustment.Amount);

    /// <summary>The same decision taken back: CLP02 = 22, every amount negated with its own group (RFI 1429).</summary>
    public Adjudication Reversed(string remark) => this with
    {
        Status = "22",
        Denial = null,
        DeniedAmount = 0m,
        IsInitial = false,
        Interest = 0m,
        ForwardedTo = null,
        ClaimRemarks = [remark],
        ClaimAdjustments = [.. ClaimAdjustments.Select(Negated)],
        Lines = [.. Lines.Select(line => line with
        {
            Charge = -line.Charge,
            Paid = -line.Paid,
            Adjustments = [.. line.Adjustments.Select(Negated)],
            Remarks = [],
            Policy = null,
            Allowed = null,
        })],
    };

    private static Adjustment Negated(Adjustment adjustment) => adjustment with { Amount = -adjustment.Amount };
}
