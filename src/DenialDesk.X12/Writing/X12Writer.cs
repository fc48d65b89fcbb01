using System.Globalization;
using System.Text;

namespace DenialDesk.X12.Writing;

/// <summary>Writes an interchange segment by segment with chosen delimiters; counts and closing control numbers come by themselves.</summary>
/// <remarks>Nothing throws: what may not be written becomes a sentence in <see cref="Refusals"/>, and then there is no result.</remarks>
public sealed class X12Writer
{
    private const int MostControlNumber = 999_999_999;
    private readonly StringBuilder text = new();
    private readonly List<string> refusals = [];
    private readonly Delimiters delimiters;
    private readonly string after;
    private string? interchange;
    private string? group;
    private string? transaction;
    private int groups;
    private int transactions;
    private int segments;

    /// <summary>A writer with four delimiters and what to put behind each terminator (nothing, LF, CR LF).</summary>
    public X12Writer(Delimiters delimiters, string lineEnd = "")
    {
        this.delimiters = delimiters;
        after = (char)delimiters.Segment + lineEnd;
        CheckDelimiters(lineEnd);
    }

    /// <summary>Why there is no result; empty when there is one.</summary>
    public IReadOnlyList<string> Refusals => refusals;

    /// <summary>Opens an interchange and closes the one before.</summary>
    public void OpenInterchange(NewInterchange isa)
    {
        CloseInterchange();
        interchange = Control(isa.ControlNumber, "ISA13");
        groups = 0;
        Put(
            "ISA",
            "00",
            Padded("", 10, "ISA02"),
            "00",
            Padded("", 10, "ISA04"),
            Padded(isa.SenderQualifier, 2, "ISA05"),
            Padded(isa.Sender, 15, "ISA06"),
            Padded(isa.ReceiverQualifier, 2, "ISA07"),
            Padded(isa.Receiver, 15, "ISA08"),
            isa.Date.ToString("yyMMdd", CultureInfo.InvariantCulture),
            isa.Time.ToString("HHmm", CultureInfo.InvariantCulture),
            delimiters.Repetition == 0 ? "U" : ((char)delimiters.Repetition).ToString(),
            Padded(isa.Version, 5, "ISA12"),
            interchange,
            isa.AskAcknowledgment ? "1" : "0",
            isa.IsTest ? "T" : "P",
            ((char)delimiters.Component).ToString());
    }

    /// <summary>Opens a functional group and closes the one before.</summary>
    public void OpenGroup(NewGroup gs)
    {
        CloseGroup();
        if (interchange is null)
        {
            refusals.Add("A group (GS) must stand inside an interchange (ISA).");
        }

        group = Control(gs.ControlNumber, "GS06").TrimStart('0');
        transactions = 0;
        groups++;
        var time = gs.Time.ToString("HHmm", CultureInfo.InvariantCulture);
        Put("GS", Checked(gs.FunctionalId, "GS01"), Checked(gs.Sender, "GS02"), Checked(gs.Receiver, "GS03"), Element.Date(gs.Date), time, group, "X", Checked(gs.Version, "GS08"));
    }

    /// <summary>Opens a transaction and closes the one before; the implementation (ST03) may be empty.</summary>
    public void OpenTransaction(string id, string controlNumber, string implementation = "")
    {
        CloseTransaction();
        if (group is null)
        {
            refusals.Add("A transaction (ST) must stand inside a group (GS).");
        }

        transaction = Checked(controlNumber, "ST02");
        if (controlNumber.Length is < 4 or > 9)
        {
            refusals.Add("The control number of a transaction (ST02) has four to nine characters.");
        }

        transactions++;
        segments = 0;
        Put("ST", Checked(id, "ST01"), transaction, Checked(implementation, "ST03"));
    }

    /// <summary>Writes a segment of the open transaction; empty elements at its end are left out.</summary>
    public void Segment(string id, params ReadOnlySpan<Element> elements)
    {
        if (transaction is null)
        {
            refusals.Add($"The segment {id} must stand inside a transaction (ST).");
        }

        if (id is "ISA" or "GS" or "ST" or "SE" or "GE" or "IEA" || id.Length is < 2 or > 3 || !id.All(char.IsAsciiLetterOrDigit))
        {
            refusals.Add("Wrappers are opened and closed by their own methods, and a segment id has two or three letters or digits.");
        }

        var values = new string[elements.Length + 1];
        values[0] = id;
        for (var i = 0; i < elements.Length; i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{id}{i + 1:00}");
            values[i + 1] = string.Join((char)delimiters.Component, elements[i].Parts.Select(p => Checked(p, place))).TrimEnd((char)delimiters.Component);
        }

        Put(values);
    }

    /// <summary>Closes what is open and gives the bytes; null when something was refused.</summary>
    public byte[]? ToArray()
    {
        CloseInterchange();
        return refusals.Count > 0 ? null : Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>The sentence why a value may not be written; null when it may.</summary>
    internal static string? Refuse(string value, string place, Delimiters delimiters)
    {
        foreach (var c in value)
        {
            if (c is < ' ' or > '~')
            {
                return $"{place} holds a character that payers' systems do not take (an accent, a line break or a symbol); write it with plain letters, digits and signs.";
            }

            if (delimiters.Contains((byte)c))
            {
                return $"{place} holds the character {c}, which separates the parts of this file; leave it out or write it another way.";
            }
        }

        return null;
    }

    /// <summary>Writes a segment as it is, outside or inside a transaction; the caller answers for its content.</summary>
    internal void Copy(DocumentSegment segment)
    {
        switch (segment.Id)
        {
            case "ISA":
                interchange = segment[13];
                groups = 0;
                break;
            case "GS":
                group = segment[6];
                groups++;
                transactions = 0;
                break;
            case "ST":
                transaction = segment[2];
                transactions++;
                segments = 0;
                break;
        }

        segments++;
        text.Append(segment.ToString()).Append(after);
    }

    /// <summary>The bytes of an interchange put together from copies, whose delimiters are those it was read with.</summary>
    internal byte[] Copied()
    {
        CloseInterchange();
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private void CloseTransaction()
    {
        if (transaction is not null)
        {
            Put("SE", (segments + 1).ToString(CultureInfo.InvariantCulture), transaction);
            transaction = null;
        }
    }

    private void CloseGroup()
    {
        CloseTransaction();
        if (group is not null)
        {
            Put("GE", transactions.ToString(CultureInfo.InvariantCulture), group);
            group = null;
        }
    }

    private void CloseInterchange()
    {
        CloseGroup();
        if (interchange is not null)
        {
            Put("IEA", groups.ToString(CultureInfo.InvariantCulture), interchange);
            interchange = null;
        }
    }

    private void Put(params string[] elements)
    {
        segments++;
        text.Append(DocumentSegment.New(delimiters, "", elements)).Append(after);
    }

    private string Checked(string value, string place)
    {
        if (Refuse(value, place, delimiters) is { } refusal)
        {
            refusals.Add(refusal);
        }

        return value;
    }

    private string Padded(string value, int width, string place)
    {
        if (value.Length > width)
        {
            refusals.Add($"{place} has room for {width} characters and was given {value.Length}.");
        }

        return Checked(value, place).PadRight(width);
    }

    private string Control(int number, string place)
    {
        if (number is < 1 or > MostControlNumber)
        {
            refusals.Add($"The control number {place} must lie between 1 and {MostControlNumber:N0}.");
        }

        return number.ToString("000000000", CultureInfo.InvariantCulture);
    }

    private void CheckDelimiters(string lineEnd)
    {
        var marks = new List<byte> { delimiters.Element, delimiters.Component, delimiters.Segment };
        if (delimiters.Repetition != 0)
        {
            marks.Add(delimiters.Repetition);
        }

        var breaks = delimiters.Segment is (byte)'\n' or (byte)'\r';
        if (marks.Distinct().Count() != marks.Count
            || marks.Any(m => char.IsAsciiLetterOrDigit((char)m) || m is (byte)' ' or (byte)'-' or (byte)'.' or 0)
            || marks.Any(m => m is (byte)'\n' or (byte)'\r' && m != delimiters.Segment))
        {
            refusals.Add("The delimiters must be four different signs, none of them a letter, a digit, a blank, a point or a minus.");
        }

        if (lineEnd is not ("" or "\n" or "\r\n") || (breaks && lineEnd.Length > 0))
        {
            refusals.Add("Behind a terminator may stand a line break or nothing, and nothing where the terminator is a line break itself.");
        }
    }
}
