using DenialDesk.X12.Claims;

namespace DenialDesk.App.Corrections;

/// <summary>One service line as it was sent.</summary>
/// <param name="No">Counted from 1.</param>
/// <param name="Charge">Dollars.</param>
public sealed record LineAsSent(int No, string Procedure, IReadOnlyList<string> Modifiers, string RevenueCode, decimal? Units, decimal? Charge, DateOnly? On, string Place = "");

/// <summary>A claim as it was sent, in what people read and correct.</summary>
public sealed record ClaimAsSent
{
    public required string Account { get; init; }

    /// <summary>Professional or institutional, in words of the code.</summary>
    public string Flavor { get; init; } = "";

    public string Frequency { get; init; } = "";

    public string MemberId { get; init; } = "";

    public string PatientLastName { get; init; } = "";

    public string PatientFirstName { get; init; } = "";

    public string Payer { get; init; } = "";

    public string PayerIdentifier { get; init; } = "";

    public string AuthorizationNumber { get; init; } = "";

    public string ReferralNumber { get; init; } = "";

    /// <summary>Place of service, or the type of bill without its last digit.</summary>
    public string Facility { get; init; } = "";

    /// <summary>Dollars.</summary>
    public decimal? Charge { get; init; }

    public IReadOnlyList<string> Diagnoses { get; init; } = [];

    public IReadOnlyList<LineAsSent> Lines { get; init; } = [];

    /// <summary>What the reader of claims found.</summary>
    internal static ClaimAsSent Of(SubmittedClaim claim) => new()
    {
        Account = claim.PatientControlNumber,
        Flavor = claim.Flavor.ToString().ToLowerInvariant(),
        Frequency = claim.Frequency,
        MemberId = claim.Subscriber.MemberId,
        PatientLastName = claim.PatientParty?.Name.Name ?? "",
        PatientFirstName = claim.PatientParty?.Name.FirstName ?? "",
        Payer = claim.Payer?.Name.Name ?? "",
        PayerIdentifier = claim.Payer?.Name.Id ?? "",
        AuthorizationNumber = claim.AuthorizationNumber,
        ReferralNumber = claim.ReferralNumber,
        Facility = claim.Facility,
        Charge = claim.Charge,
        Diagnoses = [.. claim.Diagnoses.Select(d => d.Code)],
        Lines = [.. claim.Lines.Select((l, i) => new LineAsSent(i + 1, l.Procedure?.Code ?? "", [.. l.Procedure?.Modifiers ?? []], l.RevenueCode, l.Units, l.Charge, l.ServiceDate?.From, l.PlaceOfService))],
    };
}
