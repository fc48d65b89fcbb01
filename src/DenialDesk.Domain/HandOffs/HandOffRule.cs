namespace DenialDesk.Domain.HandOffs;

/// <summary>To whom a closed denial goes on.</summary>
public enum HandOffKind
{
    /// <summary>To the patient's balance.</summary>
    Patient,

    /// <summary>To the next payer.</summary>
    NextPayer,
}

/// <summary>What is known of a denial that was closed to somebody.</summary>
public sealed record HandOffFacts
{
    /// <summary>To whom.</summary>
    public required HandOffKind Kind { get; init; }

    /// <summary>Remarks that forbid billing the patient.</summary>
    public IReadOnlyList<string> PatientProtection { get; init; } = [];

    /// <summary>Whether every refused dollar came with group PR.</summary>
    public bool AllPatientGroup { get; init; }

    /// <summary>Whether another payer follows.</summary>
    public bool LaterPayerKnown { get; init; }

    /// <summary>The person's words when it was closed, which name the next payer where the file does not.</summary>
    public string? Words { get; init; }

    /// <summary>Dollars handed over.</summary>
    public decimal Amount { get; init; }
}

/// <summary>Whether a closed denial may leave for the practice-management system.</summary>
public static class HandOffRule
{
    /// <summary>Why it may not; null when it may.</summary>
    /// <remarks>The wall stands here too, although closing asks the same: rules of codes may have changed since, and a bill to a protected patient cannot be taken back.</remarks>
    public static Refusal? Refuse(HandOffFacts facts)
    {
        if (facts.Amount <= 0m) { return new("nothing_left", "Nothing is left on it: the money came in."); }

        if (facts.Kind == HandOffKind.NextPayer)
        {
            return facts.LaterPayerKnown || !string.IsNullOrWhiteSpace(facts.Words) ? null : new("no_next_payer", "No next payer is known. Open it again and write down which it is.");
        }

        if (facts.PatientProtection.Count > 0) { return new("patient_protected", $"Remark {facts.PatientProtection[0]} forbids billing the patient."); }

        if (!facts.AllPatientGroup) { return new("not_patient_responsibility", "Not every refused dollar came with group PR: it is not the patient's."); }

        return facts.LaterPayerKnown ? new("later_payer", "Another payer follows: bill that one first.") : null;
    }
}
