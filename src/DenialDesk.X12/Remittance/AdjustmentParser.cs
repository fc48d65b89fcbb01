namespace DenialDesk.X12.Remittance;

/// <summary>Reads the triples of a CAS: reason, amount, quantity.</summary>
/// <remarks>
/// No dollar may hide: a reason that is no known form of code (<c>XX</c>, <c>9999</c>) is recorded with its amount and told, so that it surfaces
/// as an unknown code and the balance tells whether it belongs there. Only what cannot be a code at all (empty, over five characters, other
/// than letters and digits) is damage: its amount goes to nobody and the balance is not evaluable.
/// </remarks>
internal static class AdjustmentParser
{
    private const int MostElements = 19;
    private const int LastElement = 250;

    /// <summary>Adds what can be read to a claim; false when something could not, so that nobody balances over the gap.</summary>
    public static bool Read(Segment cas, RemittanceClaim into, int segment, X12Reader x)
    {
        var group = GroupOf(cas[1]);
        if (group == 0)
        {
            x.Log.Add(Severity.Warning, "cas-unparseable", x.At.In(1), "An adjustment has no readable group code; it was not recorded. Check this claim against the payer's portal.");
            return false;
        }

        if (!IsKnownGroup(group))
        {
            x.Log.Add(Severity.Warning, "group-unknown", x.At.In(1), "The group code of an adjustment is not one of CO, OA, PI, PR, CR; it was kept as sent.");
        }

        var whole = true;
        var count = cas.Count;
        if (count > LastElement)
        {
            whole = false;
            x.Log.Add(Severity.Warning, "cas-too-long", x.At, "An adjustment segment has more reasons than can be read; the rest was not recorded, so the claim cannot be balanced. Check it against the payer's portal.");
        }
        else if (count > MostElements)
        {
            x.Log.Add(Severity.Note, "cas-too-long", x.At, "An adjustment segment has more than six reasons; all of them were read.");
        }

        for (var i = 2; i <= count && i <= LastElement; i += 3)
        {
            whole &= ReadTriple(cas, i, group, into, segment, x);
        }

        return whole;
    }

    private static bool ReadTriple(Segment cas, int i, uint group, RemittanceClaim into, int segment, X12Reader x)
    {
        var reason = cas[i];
        var amountText = cas[i + 1];
        var quantityText = cas[i + 2];
        if (reason.IsEmpty && amountText.IsEmpty && quantityText.IsEmpty)
        {
            return true;
        }

        var code = ReasonOf(reason, out var usual);
        if (code == 0)
        {
            x.Log.Add(Severity.Warning, "cas-unparseable", x.At.In(i), "The reason of an adjustment is not a reason code (a quantity may have been left out before it); this reason and its amount were not recorded. Check this claim against the payer's portal.");
            return false;
        }

        if (!usual)
        {
            x.Log.Add(Severity.Warning, "reason-form-unknown", x.At.In(i), "The reason of an adjustment is not of the form of any known reason code; it was kept as sent with its amount. Ask the payer what it means.");
        }

        if (!PackedNumber.TryRead(amountText, out var amount))
        {
            x.Log.Add(Severity.Warning, "amount-missing", x.At.In(i + 1), "The amount of an adjustment is missing or unreadable; it is not taken as zero, so the claim cannot be balanced.");
        }

        var hasQuantity = PackedNumber.TryRead(quantityText, out _);
        if (!hasQuantity && !Bytes.Trim(quantityText).IsEmpty)
        {
            x.Log.Add(Severity.Note, "quantity-unreadable", x.At.In(i + 2), "The quantity of an adjustment is unreadable; it was left out.");
        }

        into.AddAdjustment(new AdjustmentSlot(AdjustmentSlot.Pack(code, group, i), amount, segment, hasQuantity));
        return true;
    }

    /// <summary>One or two letters or digits packed in upper case; 0 for anything else.</summary>
    private static uint GroupOf(ReadOnlySpan<byte> text)
    {
        if (text.Length != 2)
        {
            text = Bytes.Trim(text);
        }

        return text.Length is 1 or 2 ? (uint)Packed(text, out _) : 0;
    }

    private static bool IsKnownGroup(uint group) =>
        group is (('C' << 8) | 'O') or (('P' << 8) | 'R') or (('O' << 8) | 'A') or (('P' << 8) | 'I') or (('C' << 8) | 'R');

    /// <summary>One to five letters or digits packed in upper case, 0 for anything else; usual when an optional letter stands before one to three digits.</summary>
    private static ulong ReasonOf(ReadOnlySpan<byte> text, out bool usual)
    {
        text = Bytes.Trim(text);
        usual = false;
        if (text.Length is 0 or > 5)
        {
            return 0;
        }

        var packed = Packed(text, out var digits);
        usual = digits is >= 1 and <= 3 && (digits == text.Length || (digits == text.Length - 1 && text[0] > '9'));
        return packed;
    }

    /// <summary>Letters and digits, the first in the highest byte; 0 when anything else stands among them.</summary>
    private static ulong Packed(ReadOnlySpan<byte> text, out int digits)
    {
        ulong packed = 0;
        digits = 0;
        foreach (var b in text)
        {
            var upper = (uint)b;
            if (upper - '0' <= 9)
            {
                digits++;
            }
            else
            {
                upper &= 0xDF;
                if (upper - 'A' > 'Z' - 'A')
                {
                    return 0;
                }
            }

            packed = (packed << 8) | upper;
        }

        return packed;
    }
}
