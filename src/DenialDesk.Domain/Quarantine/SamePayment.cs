namespace DenialDesk.Domain.Quarantine;

/// <summary>What identifies a payment: who paid, its number, its day and its dollars.</summary>
/// <param name="PayerId">The payer's id; null when the desk does not know it yet.</param>
/// <param name="PayerName">As sent.</param>
/// <param name="PayerIdentifier">TRN03 as sent; empty when not sent.</param>
/// <param name="PracticeId">The practice; null when the file does not say.</param>
/// <param name="Trace">TRN02: number of the cheque or transfer.</param>
/// <param name="Date">BPR16; null when not sent.</param>
/// <param name="Amount">BPR02 in dollars; null when it cannot be read.</param>
public sealed record PaymentSigns(int? PayerId, string PayerName, string PayerIdentifier, int? PracticeId, string Trace, DateOnly? Date, decimal? Amount);

/// <summary>Whether a posted payment is the corrected re-send of one that waits.</summary>
/// <remarks>
/// Trace numbers of payments of zero dollars repeat (X12 RFI 604, 654, 1847), so those are never matched by number. The amount may differ: a wrong
/// amount may be what was corrected; the day may not, where both say one.
/// </remarks>
public static class SamePayment
{
    /// <summary>True when the posted one settles the waiting one.</summary>
    public static bool Settles(PaymentSigns waiting, PaymentSigns posted)
        => Names(waiting.Trace)
        && string.Equals(Bare(waiting.Trace), Bare(posted.Trace), StringComparison.OrdinalIgnoreCase)
        && waiting.Amount is not 0m && posted.Amount is not (null or 0m)
        && (waiting.PracticeId is null || waiting.PracticeId == posted.PracticeId)
        && (waiting.Date is null || posted.Date is null || waiting.Date == posted.Date)
        && SamePayer(waiting, posted);

    /// <summary>Whether a trace number names one payment: something other than zeros and blanks.</summary>
    public static bool Names(string trace) => trace.Any(c => char.IsLetterOrDigit(c) && c != '0');

    /// <summary>As people type a number from paper: without its leading zeros.</summary>
    private static string Bare(string trace) => trace.Trim().TrimStart('0');

    /// <summary>Same payer: by id where both have one, else by number, else by name.</summary>
    private static bool SamePayer(PaymentSigns a, PaymentSigns b) => (a.PayerId, b.PayerId) switch
    {
        ({ } left, { } right) => left == right,
        _ when a.PayerIdentifier.Length > 0 && b.PayerIdentifier.Length > 0 => a.PayerIdentifier == b.PayerIdentifier,
        _ => a.PayerName.Trim().Length > 0 && string.Equals(a.PayerName.Trim(), b.PayerName.Trim(), StringComparison.OrdinalIgnoreCase),
    };
}
