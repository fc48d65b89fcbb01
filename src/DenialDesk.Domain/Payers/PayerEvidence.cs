using System.Text;

namespace DenialDesk.Domain.Payers;

/// <summary>One way a payer shows who it is.</summary>
/// <param name="Kind">What kind of sign it is; lower values are stronger.</param>
/// <param name="Value">The sign in normal form.</param>
public sealed record PayerEvidence(PayerEvidenceKind Kind, string Value)
{
    /// <summary>Placeholders that different payers send in place of a number; they identify nobody.</summary>
    private static readonly HashSet<string> Placeholders = new(StringComparer.Ordinal) { "UNKNOWN", "NONE", "NA", "PAYER", "TEST", "PAYERID" };

    /// <summary>The signs of one remittance, strongest first; signs not sent, and placeholders, are left out.</summary>
    /// <param name="originatingCompany">Originating company identifier of the trace (TRN03): 1 and a tax number.</param>
    /// <param name="payerNumber">The payer's own identification (REF*2U).</param>
    /// <param name="naic">The NAIC company number (REF*NF).</param>
    /// <param name="planNumber">The identifier beside the name (N104).</param>
    /// <param name="name">The payer's name as sent (N102).</param>
    public static IReadOnlyList<PayerEvidence> Ordered(string? originatingCompany, string? payerNumber, string? naic, string? planNumber, string? name)
    {
        var signs = new List<PayerEvidence>();
        Add(signs, PayerEvidenceKind.OriginatingCompany, Number(originatingCompany));
        Add(signs, PayerEvidenceKind.PayerNumber, Number(payerNumber));
        Add(signs, PayerEvidenceKind.Naic, Number(naic));
        Add(signs, PayerEvidenceKind.PlanNumber, Number(planNumber));
        Add(signs, PayerEvidenceKind.Name, PayerName.Normal(name));
        return signs;
    }

    /// <summary>One sign as a person types it, in the normal form that files are read with; null when it identifies nobody.</summary>
    public static PayerEvidence? Typed(PayerEvidenceKind kind, string? value)
    {
        var signs = new List<PayerEvidence>();
        Add(signs, kind, kind == PayerEvidenceKind.Name ? PayerName.Normal(value) : Number(value));
        return signs.Count == 0 ? null : signs[0];
    }

    private static void Add(List<PayerEvidence> signs, PayerEvidenceKind kind, string value)
    {
        var told = value.Any(c => c != value[0]) || (kind == PayerEvidenceKind.Name && value.Length > 1);
        if (value.Length > 1 && told && !Placeholders.Contains(value))
        {
            signs.Add(new(kind, value));
        }
    }

    /// <summary>Letters and digits only, in upper case: payers add blanks and hyphens at will.</summary>
    private static string Number(string? text)
    {
        var number = new StringBuilder();
        foreach (var c in text ?? "")
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                number.Append(char.ToUpperInvariant(c));
            }
        }

        return number.ToString();
    }
}

/// <summary>Kinds of evidence, strongest first.</summary>
public enum PayerEvidenceKind
{
    /// <summary>Originating company of the payment trace (TRN03).</summary>
    OriginatingCompany = 1,

    /// <summary>The payer's own identification (REF*2U).</summary>
    PayerNumber = 2,

    /// <summary>NAIC company number (REF*NF).</summary>
    Naic = 3,

    /// <summary>Identifier beside the payer's name (N104).</summary>
    PlanNumber = 4,

    /// <summary>The normalised name.</summary>
    Name = 5,
}
