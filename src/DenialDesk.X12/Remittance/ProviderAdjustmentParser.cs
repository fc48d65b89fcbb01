namespace DenialDesk.X12.Remittance;

/// <summary>Reads the pairs of a PLB: reason with reference, and amount.</summary>
internal static class ProviderAdjustmentParser
{
    public static void Read(Segment plb, Location at, List<ProviderAdjustment> into, ref Tally total, ProblemLog log)
    {
        var provider = plb.Text(1);
        var date = plb.Date(2);
        if (IsSeparated(plb))
        {
            log.Add(Severity.Warning, "plb-separated", at, "The provider adjustment writes reason and reference as separate elements; it was read that way. Check its amounts.");
            for (var i = 3; i <= plb.Count; i += 3)
            {
                Add(plb, at, i, i + 2, plb.Code(i), plb.Text(i + 1), provider, date, into, ref total, log);
            }

            return;
        }

        for (var i = 3; i <= plb.Count; i += 2)
        {
            if (Bytes.Trim(plb[i]).IsEmpty && Bytes.Trim(plb[i + 1]).IsEmpty)
            {
                continue;
            }

            var separator = Procedure.ComponentOf(plb[i], plb.Delimiters);
            Add(plb, at, i, i + 1, Bytes.Code(Segment.Part(plb[i], separator, 1)), Bytes.Text(After(plb[i], separator)), provider, date, into, ref total, log);
        }
    }

    /// <summary>Everything behind the first separator: references may hold the separator themselves.</summary>
    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> composite, byte separator)
    {
        var first = composite.IndexOf(separator);
        return first < 0 ? default : composite[(first + 1)..];
    }

    private static void Add(
        Segment plb, Location at, int reasonAt, int amountAt, string reason, string reference, string provider, DateOnly? date, List<ProviderAdjustment> into, ref Tally total, ProblemLog log)
    {
        if (!PackedNumber.TryRead(plb[amountAt], out var amount))
        {
            log.Add(Severity.Warning, "amount-missing", at.In(amountAt), "The amount of a provider adjustment is missing or unreadable; it is not taken as zero, so the remittance cannot be balanced.");
        }

        total.Add(amount);
        into.Add(new ProviderAdjustment(provider, date, reason, reference, amount.Value, at.In(reasonAt)));
    }

    /// <summary>True when the elements read as reason, reference, amount again and again, and do not read as pairs.</summary>
    private static bool IsSeparated(Segment plb)
    {
        var rest = plb.Count - 2;
        if (rest < 3 || rest % 3 != 0)
        {
            return false;
        }

        for (var i = 3; i <= plb.Count; i += 3)
        {
            if (Bytes.Trim(plb[i]).Length != 2 || plb[i].Contains(plb.Delimiters.Component) || !PackedNumber.TryRead(plb[i + 2], out _))
            {
                return false;
            }
        }

        // Pairs would put a reason into every odd place; here at least one of those reads as an amount or is too long for a reason.
        for (var i = 5; i <= plb.Count; i += 2)
        {
            var text = Bytes.Trim(plb[i]);
            if (text.Length != 2 && !text.Contains(plb.Delimiters.Component) && PackedNumber.TryRead(text, out _))
            {
                return true;
            }
        }

        return false;
    }
}
