namespace DenialDesk.Samples.Practice;

/// <summary>A service line as billed.</summary>
internal sealed record SampleLine(int Number, string ControlNumber, Service Service, string[] Modifiers, int Units)
{
    public decimal Charge => Service.Charge * Units;
}

/// <summary>A claim as billed; one per visit, whatever is sent again later.</summary>
internal sealed record SampleClaim
{
    /// <summary>CLM01, which comes back as CLP01.</summary>
    public required string Id { get; init; }
    public required Patient Patient { get; init; }
    public required Provider Provider { get; init; }
    public required DateOnly ServiceDay { get; init; }
    public required IReadOnlyList<SampleLine> Lines { get; init; }
    public required IReadOnlyList<string> Diagnoses { get; init; }
    public string? Authorization { get; init; }
    public decimal Charge => Lines.Sum(line => line.Charge);
}

/// <summary>One sending of a claim: the first, a correction, or the bill to the second payer.</summary>
/// <param name="Claim">What is sent.</param>
/// <param name="Payer">To whom.</param>
/// <param name="Day">The day of the batch it goes in.</param>
/// <param name="Frequency">CLM05-3: 1 original, 7 replacement.</param>
/// <param name="PriorClaimNumber">REF*F8: the payer's number of the claim replaced.</param>
/// <param name="EarlierPayer">The first payer's decision, when this goes to the second payer.</param>
internal sealed record Submission(SampleClaim Claim, DemoPayer Payer, DateOnly Day, char Frequency, string? PriorClaimNumber = null, Adjudication? EarlierPayer = null);
