using System.Globalization;
using System.Text;

namespace DenialDesk.Samples.Files;

/// <summary>Writes segments in one sender's style, counts those of the open transaction and keeps the envelope's numbers.</summary>
internal sealed class SegmentText(SegmentStyle style)
{
    private readonly StringBuilder _text = new();
    private int _segmentsInTransaction;
    private int _transactions;
    private string _interchangeControl = "";
    private string _groupControl = "";

    /// <summary>Opens the interchange (ISA) and its one functional group (GS).</summary>
    public void Open(string functionalId, string version, string sender, string receiver, DateOnly day, int control)
    {
        _interchangeControl = control.ToString("000000000", CultureInfo.InvariantCulture);
        _groupControl = control.ToString(CultureInfo.InvariantCulture);
        string[] isa =
        [
            "ISA", "00", new string(' ', 10), "00", new string(' ', 10), "ZZ", sender.PadRight(15), "ZZ", receiver.PadRight(15),
            day.ToString("yyMMdd", CultureInfo.InvariantCulture), "0615", style.Repetition.ToString(), "00501", _interchangeControl, "0", "P",
            style.Component.ToString(),
        ];
        _text.AppendJoin(style.Element, isa).Append(style.Terminator);
        Segment("GS", functionalId, sender, receiver, Date(day), "0615", _groupControl, "X", version);
    }

    /// <summary>Opens a transaction; its control number is its place in the group.</summary>
    public void OpenTransaction(string set, string? version = null)
    {
        _transactions++;
        _segmentsInTransaction = 0;
        Segment("ST", set, _transactions.ToString("0000", CultureInfo.InvariantCulture), version);
    }

    /// <summary>Closes the transaction with its own segment count.</summary>
    public void CloseTransaction() =>
        Segment("SE", (_segmentsInTransaction + 1).ToString(CultureInfo.InvariantCulture), _transactions.ToString("0000", CultureInfo.InvariantCulture));

    /// <summary>Closes group and interchange and gives the whole file.</summary>
    public byte[] Close()
    {
        Segment("GE", _transactions.ToString(CultureInfo.InvariantCulture), _groupControl);
        Segment("IEA", "1", _interchangeControl);
        return Encoding.Latin1.GetBytes(_text.ToString());
    }

    /// <summary>Appends one segment; trailing empty elements are left out.</summary>
    public void Segment(string id, params ReadOnlySpan<string?> elements)
    {
        var used = elements.Length;
        while (used > 0 && string.IsNullOrEmpty(elements[used - 1]))
        {
            used--;
        }

        _text.Append(id);
        for (var i = 0; i < used; i++)
        {
            _text.Append(style.Element).Append(elements[i]);
        }

        _text.Append(style.Terminator);
        _segmentsInTransaction++;
    }

    /// <summary>Joins components; trailing empty ones are left out.</summary>
    public string Composite(params IEnumerable<string?> components) =>
        string.Join(style.Component, components).TrimEnd(style.Component);

    /// <summary>Money as this sender writes it.</summary>
    public string Money(decimal amount) => amount.ToString(style.TwoDecimals ? "0.00" : "0.##", CultureInfo.InvariantCulture);

    /// <summary>A day as CCYYMMDD.</summary>
    public static string Date(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
