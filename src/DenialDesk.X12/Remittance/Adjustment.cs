using System.Collections;
using System.Runtime.InteropServices;

namespace DenialDesk.X12.Remittance;

/// <summary>One reason of a CAS: who is asked to bear how much, and why. A positive amount reduces the payment.</summary>
/// <param name="Group">CAS01: CO contractual, PR patient, OA other, PI payer initiated, CR correction (4010).</param>
/// <param name="Reason">The claim adjustment reason code (CARC) in upper case, as sent otherwise.</param>
/// <param name="Amount">Dollars, signed as sent; null when missing or unreadable.</param>
/// <param name="Quantity">Units, null when not sent.</param>
/// <param name="At">Where the reason stands: segment and element.</param>
public readonly record struct Adjustment(string Group, string Reason, decimal? Amount, decimal? Quantity, Location At);

/// <summary>The adjustments of a claim or of a line in the order sent; a view, made without allocating.</summary>
public readonly struct AdjustmentList : IReadOnlyList<Adjustment>
{
    private readonly RemittanceClaim? claim;
    private readonly int start;

    internal AdjustmentList(RemittanceClaim claim, int start, int count)
    {
        this.claim = claim;
        this.start = start;
        Count = count;
    }

    /// <summary>How many.</summary>
    public int Count { get; }

    /// <summary>The adjustment at a place counted from 0.</summary>
    public Adjustment this[int index] =>
        claim is null || (uint)index >= (uint)Count ? throw new ArgumentOutOfRangeException(nameof(index)) : claim.AdjustmentAt(start + index);

    /// <summary>Where the adjustment at a place counted from 0 stands, without reading it.</summary>
    public Location PlaceOf(int index) =>
        claim is null || (uint)index >= (uint)Count ? throw new ArgumentOutOfRangeException(nameof(index)) : claim.PlaceOfAdjustment(start + index);

    /// <summary>Walks the adjustments without allocating.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<Adjustment> IEnumerable<Adjustment>.GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<Adjustment>)this).GetEnumerator();

    /// <summary>The walk.</summary>
    public struct Enumerator
    {
        private readonly AdjustmentList list;
        private int index;

        internal Enumerator(AdjustmentList list)
        {
            this.list = list;
            index = -1;
        }

        /// <summary>The adjustment reached.</summary>
        public readonly Adjustment Current => list[index];

        /// <summary>Moves on; false at the end.</summary>
        public bool MoveNext() => ++index < list.Count;
    }
}

/// <summary>A triple as it is held, in twenty bytes: codes in eight, the amount in eight, the segment in four.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly struct AdjustmentSlot(ulong codes, PackedNumber amount, int segment, bool hasQuantity)
{
    public readonly ulong Codes = codes;
    public readonly PackedNumber Amount = amount;
    private readonly int place = hasQuantity ? ~segment : segment;

    /// <summary>Index of the CAS among the claim's segments.</summary>
    public int Segment => place < 0 ? ~place : place;

    /// <summary>Whether a readable quantity stands behind the amount; it is rare, so it stays in the segment's bytes.</summary>
    public bool HasQuantity => place < 0;

    public int Element => (int)(Codes & 0xFF);

    /// <summary>Group and reason as text; one pair of strings for all adjustments alike.</summary>
    public CodePair Pair => CodePair.Of(Codes >> 8);

    public bool IsPatient => ((uint)(Codes >> 8) & 0xFFFF) == (('P' << 8) | 'R');

    /// <summary>Packs reason (up to 5 bytes), group (up to 2) and element number; null when one does not fit.</summary>
    public static ulong Pack(ulong reason, ulong group, int element) => (reason << 24) | (group << 8) | (uint)element;
}

/// <summary>A group code and a reason code as strings, kept once per pair.</summary>
internal sealed class CodePair
{
    private const int Size = 1 << 12;
    private static readonly CodePair?[] Known = new CodePair?[Size];
    private readonly ulong key;

    private CodePair(ulong key)
    {
        this.key = key;
        Group = Unpack(key & 0xFFFF);
        Reason = Unpack(key >> 16);
    }

    public string Group { get; }

    public string Reason { get; }

    public static CodePair Of(ulong key)
    {
        ref var place = ref Known[(int)((key * 0x9E3779B97F4A7C15UL) >> (64 - 12))];
        var found = Volatile.Read(ref place);
        if (found is null || found.key != key)
        {
            found = new CodePair(key);
            Volatile.Write(ref place, found);
        }

        return found;
    }

    private static string Unpack(ulong packed)
    {
        Span<byte> text = stackalloc byte[8];
        var length = 0;
        for (var shift = 56; shift >= 0; shift -= 8)
        {
            var b = (byte)(packed >> shift);
            if (b != 0)
            {
                text[length++] = b;
            }
        }

        return Bytes.Text(text[..length]);
    }
}
