namespace DenialDesk.X12.Remittance;

/// <summary>Reads the triples of a CAS: reason, amount, quantity.</summary>
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
        if (count > MostElements)
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

        var code = ReasonOf(reason);
        if (code == 0)
        {
            x.Log.Add(Severity.Warning, "cas-unparseable", x.At.In(i), "The reason of an adjustment is not a reason code (a quantity may have been left out before it); this reason and its amount were not recorded. Check this claim against the payer's portal.");
            return false;
        }

        if (!PackedNumber.TryParse(amountText, out var amount))
        {
            x.Log.Add(Severity.Warning, "amount-missing", x.At.In(i + 1), "The amount of an adjustment is missing or unreadable; it is not taken as zero, so the claim cannot be balanced.");
        }

        if (!PackedNumber.TryParse(quantityText, out var quantity) && !Bytes.Trim(quantityText).IsEmpty)
        {
            x.Log.Add(Severity.Note, "quantity-unreadable", x.At.In(i + 2), "The quantity of an adjustment is unreadable; it was left out.");
        }

        into.AddAdjustment(new AdjustmentSlot(AdjustmentSlot.Pack(code, group, i), amount, quantity, segment));
        return true;
    }

    /// <summary>One or two letters packed; 0 for anything else.</summary>
    private static uint GroupOf(ReadOnlySpan<byte> text)
    {
        if (text.Length != 2)
        {
            text = Bytes.Trim(text);
        }

        uint packed = 0;
        foreach (var b in text)
        {
            var upper = (uint)(b & 0xDF);
            if (text.Length > 2 || upper is < 'A' or > 'Z')
            {
                return 0;
            }

            packed = (packed << 8) | upper;
        }

        return packed;
    }

    private static bool IsKnownGroup(uint group) =>
        group is (('C' << 8) | 'O') or (('P' << 8) | 'R') or (('O' << 8) | 'A') or (('P' << 8) | 'I') or (('C' << 8) | 'R');

    /// <summary>An optional letter and one to three digits, packed in upper case; 0 for anything else.</summary>
    private static ulong ReasonOf(ReadOnlySpan<byte> text)
    {
        text = Bytes.Trim(text);
        if (text.Length is 0 or > 4)
        {
            return 0;
        }

        ulong packed = 0;
        var digits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i];
            if (b is >= (byte)'0' and <= (byte)'9')
            {
                digits++;
            }
            else if (i == 0 && (b & 0xDF) is >= 'A' and <= 'Z')
            {
                b &= 0xDF;
            }
            else
            {
                return 0;
            }

            packed = (packed << 8) | b;
        }

        return digits is >= 1 and <= 3 ? packed : 0;
    }
}
