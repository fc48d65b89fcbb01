using DenialDesk.X12.Claims;
using DenialDesk.X12.Writing;

namespace DenialDesk.App.Corrections;

/// <summary>Corrections of one service line; null leaves an item.</summary>
/// <param name="Line">Counted from 1 as in the original.</param>
/// <param name="Charge">Dollars; the claim's charge follows.</param>
/// <param name="Day">The day of service.</param>
/// <param name="Remove">True leaves the line out.</param>
public sealed record LineCorrection(
    int Line, string? Procedure = null, IReadOnlyList<string>? Modifiers = null, decimal? Units = null, decimal? Charge = null, DateOnly? Day = null, bool Remove = false);

/// <summary>A service line that the claim as sent lacks.</summary>
/// <param name="Charge">Dollars; the claim's charge follows.</param>
/// <param name="Pointers">Diagnoses it points to, counted from 1; empty: the first.</param>
public sealed record LineAddition(string Procedure, IReadOnlyList<string> Modifiers, decimal Units, decimal Charge, DateOnly Day, IReadOnlyList<int> Pointers);

/// <summary>What a person corrects on a claim; null leaves an item, an empty text removes it where it may be absent.</summary>
public sealed record ClaimCorrections
{
    public string? MemberId { get; init; }

    public string? PatientLastName { get; init; }

    public string? PatientFirstName { get; init; }

    /// <summary>Only for a claim that is sent as new.</summary>
    public string? PayerName { get; init; }

    /// <summary>Only for a claim that is sent as new.</summary>
    public string? PayerIdentifier { get; init; }

    public string? AuthorizationNumber { get; init; }

    public string? ReferralNumber { get; init; }

    /// <summary>A note to the payer, up to 80 characters.</summary>
    public string? Note { get; init; }

    /// <summary>All diagnoses, principal first.</summary>
    public IReadOnlyList<string>? Diagnoses { get; init; }

    public IReadOnlyList<LineCorrection> Lines { get; init; } = [];

    /// <summary>Lines put behind those that were sent; professional claims only.</summary>
    public IReadOnlyList<LineAddition> Added { get; init; } = [];

    /// <summary>Whether nothing is corrected.</summary>
    public bool IsEmpty => Lines.Count == 0 && Added.Count == 0 && Diagnoses is null
        && MemberId is null && PatientLastName is null && PatientFirstName is null && PayerName is null && PayerIdentifier is null && AuthorizationNumber is null && ReferralNumber is null && Note is null;

    /// <summary>As the writer of claims takes them: names belong to the patient, the member number to the subscriber.</summary>
    internal ClaimEdits Edits(SubmittedClaim original) => new()
    {
        Subscriber = Person(MemberId, original.Patient is null ? PatientLastName : null, original.Patient is null ? PatientFirstName : null),
        Patient = original.Patient is null ? null : Person(null, PatientLastName, PatientFirstName),
        Payer = PayerName is null && PayerIdentifier is null ? null : new(PayerName, null, PayerIdentifier),
        AuthorizationNumber = AuthorizationNumber,
        ReferralNumber = ReferralNumber,
        Note = Note,
        Diagnoses = Diagnoses?.Select(d => new DiagnosisEdit(d)).ToArray(),
        Lines = [.. Lines.Select(l => new LineEdit { Line = l.Line, Procedure = l.Procedure, Modifiers = l.Modifiers, Units = l.Units, Charge = l.Charge, ServiceFrom = l.Day, Remove = l.Remove })],
        Added = [.. Added.Select(l => new NewLine(l.Procedure, l.Modifiers, l.Charge, l.Units, l.Day, l.Pointers))],
    };

    private static PersonEdit? Person(string? memberId, string? lastName, string? firstName)
        => memberId is null && lastName is null && firstName is null ? null : new() { MemberId = memberId, LastName = lastName, FirstName = firstName };
}
