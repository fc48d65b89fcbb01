using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Status;

/// <summary>One composite of an STC (STC01, STC10 or STC11).</summary>
/// <param name="Category">Code list 507, in upper case: A7 rejected for wrong data.</param>
/// <param name="Code">Code list 508, or a reject code of <paramref name="List"/>: what is wrong. Empty when not sent.</param>
/// <param name="Entity">Code list 98, whose data it is about: 82 rendering, IL subscriber. Empty when not sent.</param>
/// <param name="List">RX where the code is an NCPDP reject code; empty otherwise.</param>
/// <param name="At">The composite's place.</param>
public sealed record StatusCode(string Category, string Code, string Entity, string List, Location At)
{
    /// <summary>The composite as written with <c>:</c>, A7:562:82.</summary>
    public override string ToString() => string.Join(':', new[] { Category, Code, Entity, List }).TrimEnd(':');

    /// <summary>True for categories that say the claim was not taken: A3, A6, A7, A8, F5, DR03, DR05, DR06, DR07.</summary>
    public bool IsRejection => Category is "A3" or "A6" or "A7" or "A8" or "F5" or "DR03" or "DR05" or "DR06" or "DR07";
}

/// <summary>One STC segment.</summary>
/// <param name="Codes">STC01, STC10 and STC11, those that are filled, in this order.</param>
/// <param name="Date">STC02, when the status took effect; null when not sent or unreadable.</param>
/// <param name="Action">STC03 in upper case: WQ accepted, U rejected; empty when not sent.</param>
/// <param name="Amount">STC04 in dollars, the charge of the claims spoken of; null when not sent or unreadable.</param>
/// <param name="Paid">STC05 in dollars; only in a status response.</param>
/// <param name="DecidedOn">STC06; only in a status response.</param>
/// <param name="PaymentMethod">STC07; only in a status response.</param>
/// <param name="PaidOn">STC08, date of cheque or transfer; only in a status response.</param>
/// <param name="CheckNumber">STC09, number of cheque or transfer; only in a status response.</param>
/// <param name="Message">STC12, the sender's own words; empty when not sent. May hold patient data.</param>
/// <param name="At">Where it stands.</param>
public sealed record StatusInformation(
    IReadOnlyList<StatusCode> Codes,
    DateOnly? Date,
    string Action,
    decimal? Amount,
    decimal? Paid,
    DateOnly? DecidedOn,
    string PaymentMethod,
    DateOnly? PaidOn,
    string CheckNumber,
    string Message,
    Location At)
{
    /// <summary>True when it says "not taken": STC03 = U, or one of its categories does, even beside WQ.</summary>
    public bool IsRejection => Action == "U" || Codes.Any(c => c.IsRejection);

    /// <summary>True when action and category contradict each other: WQ beside a rejecting category, or U beside an accepting one (A0, A1, A2, A5).</summary>
    public bool Contradicts =>
        (Action == "WQ" && Codes.Any(c => c.IsRejection))
        || (Action == "U" && Codes.Count > 0 && Codes.All(c => c.Category is "A0" or "A1" or "A2" or "A5"));

    internal static StatusInformation From(Segment s, Location at)
    {
        var codes = new List<StatusCode>(1);
        foreach (var element in (ReadOnlySpan<int>)[1, 10, 11])
        {
            if (!Bytes.Trim(s[element]).IsEmpty)
            {
                codes.Add(CodeFrom(s[element], s.Delimiters, at.In(element)));
            }
        }

        return new(
            codes, s.Date(2), s.Code(3), s.Number(4), s.Number(5), s.Date(6), s.Code(7), s.Date(8), s.Text(9), s.Text(12), at);
    }

    private static StatusCode CodeFrom(ReadOnlySpan<byte> composite, Delimiters delimiters, Location at)
    {
        var separator = Procedure.ComponentOf(composite, delimiters);
        return new(
            Bytes.Code(Segment.Part(composite, separator, 1)),
            Bytes.Code(Segment.Part(composite, separator, 2)),
            Bytes.Code(Segment.Part(composite, separator, 3)),
            Bytes.Code(Segment.Part(composite, separator, 4)),
            at);
    }
}

/// <summary>A TRN segment.</summary>
/// <param name="Type">TRN01: 1 the sender's own number, 2 a number of ours that is sent back.</param>
/// <param name="Number">TRN02.</param>
/// <param name="At">Where it stands.</param>
public sealed record StatusTrace(string Type, string Number, Location At);

/// <summary>A DTP segment: one day, or a range of days.</summary>
/// <param name="Qualifier">DTP01: 050 received, 009 processed, 472 service, 106 answer due.</param>
/// <param name="From">The day, or the first day; null when unreadable.</param>
/// <param name="To">The day, or the last day, inclusive; null when unreadable.</param>
/// <param name="At">Where it stands.</param>
public sealed record StatusDate(string Qualifier, DateOnly? From, DateOnly? To, Location At)
{
    internal static StatusDate Read(Segment s, Location at)
    {
        var value = Bytes.Trim(s[3]);
        var dash = value.IndexOf((byte)'-');
        var from = Bytes.Date(dash < 0 ? value : value[..dash]);
        return new(s.Code(1).PadLeft(3, '0'), from, dash < 0 ? from : Bytes.Date(value[(dash + 1)..]), at);
    }
}
