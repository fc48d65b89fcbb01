namespace DenialDesk.X12.Remittance;

/// <summary>A person or organisation named by an NM1 or N1.</summary>
/// <param name="Role">NM101 / N101: QC patient, IL insured, 74 corrected, 82 rendering, TT crossover carrier, PR corrected priority payer, GB other subscriber, PR/PE in the header.</param>
/// <param name="IsPerson">NM102 = 1.</param>
/// <param name="Name">NM103 / N102: last name or organisation; empty when not sent.</param>
/// <param name="FirstName">NM104.</param>
/// <param name="MiddleName">NM105.</param>
/// <param name="Suffix">NM107.</param>
/// <param name="IdQualifier">NM108 / N103: MI member id, HN, 34 social security number, XX NPI, FI tax id, XV plan id, PI payer id.</param>
/// <param name="Id">NM109 / N104.</param>
/// <param name="At">Where it stands.</param>
public sealed record Party(
    string Role, bool IsPerson, string Name, string FirstName, string MiddleName, string Suffix, string IdQualifier, string Id, Location At)
{
    internal static Party FromNm1(Segment s, Location at) =>
        new(s.Code(1), s.Has(2, "1"), s.Text(3), s.Text(4), s.Text(5), s.Text(7), s.Code(8), s.Text(9), at);

    internal static Party FromN1(Segment s, Location at) =>
        new(s.Code(1), false, s.Text(2), "", "", "", s.Code(3), s.Text(4), at);
}

/// <summary>A postal address from N3 and N4.</summary>
/// <param name="Line1">N301.</param>
/// <param name="Line2">N302.</param>
/// <param name="City">N401.</param>
/// <param name="State">N402.</param>
/// <param name="PostalCode">N403.</param>
/// <param name="Country">N404.</param>
/// <param name="Subdivision">N407, the part of a country other than the United States.</param>
public sealed record Address(string Line1, string Line2, string City, string State, string PostalCode, string Country, string Subdivision);

/// <summary>A contact from a PER segment.</summary>
/// <param name="Function">PER01: CX business (disputes), BL technical, IC information (a web site).</param>
/// <param name="Name">PER02; payers sometimes put a message here.</param>
/// <param name="Numbers">PER03–08 in the order sent: TE telephone, EX extension, FX fax, EM mail, UR web address.</param>
/// <param name="At">Where it stands.</param>
public sealed record Contact(string Function, string Name, IReadOnlyList<ContactNumber> Numbers, Location At)
{
    /// <summary>The TE number, null when not given.</summary>
    public string? Phone => First("TE");

    /// <summary>The EX number, null when not given.</summary>
    public string? Extension => First("EX");

    /// <summary>The FX number, null when not given.</summary>
    public string? Fax => First("FX");

    /// <summary>The EM address, null when not given.</summary>
    public string? Email => First("EM");

    /// <summary>The UR address, null when not given.</summary>
    public string? Url => First("UR");

    internal static Contact From(Segment s, Location at)
    {
        var numbers = new List<ContactNumber>(3);
        for (var i = 3; i <= 7; i += 2)
        {
            if (s.TextOrNull(i + 1) is { } value)
            {
                numbers.Add(new ContactNumber(s.Code(i), value));
            }
        }

        return new(s.Code(1), s.Text(2), numbers, at);
    }

    private string? First(string qualifier) => Numbers.FirstOrDefault(n => n.Qualifier == qualifier)?.Value;
}

/// <summary>One number or address of a PER segment.</summary>
/// <param name="Qualifier">PER03, 05 or 07: TE, EX, FX, EM, UR.</param>
/// <param name="Value">PER04, 06 or 08 as sent.</param>
public sealed record ContactNumber(string Qualifier, string Value);

/// <summary>RDM: how the payer delivers the remittance to the payee.</summary>
/// <param name="Method">RDM01: BM by mail, EM by e-mail, FT by file transfer, OL online.</param>
/// <param name="Name">RDM02; empty when not sent.</param>
/// <param name="Address">RDM03, the address or number to deliver to; empty when not sent.</param>
/// <param name="At">Where it stands.</param>
public sealed record RemittanceDelivery(string Method, string Name, string Address, Location At);

/// <summary>A REF segment.</summary>
/// <param name="Qualifier">REF01, trimmed and in upper case.</param>
/// <param name="Value">REF02.</param>
/// <param name="Description">REF03, empty when not sent.</param>
/// <param name="At">Where it stands.</param>
public sealed record Reference(string Qualifier, string Value, string Description, Location At);

/// <summary>A DTM segment.</summary>
/// <param name="Qualifier">DTM01 with its leading zeros restored: 050, 472.</param>
/// <param name="Date">DTM02, or the first day of the period in DTM06; null when unreadable.</param>
/// <param name="Until">The last day of the period in DTM06, inclusive; null when no period was sent.</param>
/// <param name="At">Where it stands.</param>
public sealed record DatedFact(string Qualifier, DateOnly? Date, DateOnly? Until, Location At)
{
    internal static DatedFact From(Segment s, Location at) =>
        new(QualifierOf(s[1]), First(s), Bytes.Date(Segment.Part(s[6], (byte)'-', 2)), at);

    internal static DateOnly? First(Segment s) => s.Date(2) ?? Bytes.Date(Segment.Part(s[6], (byte)'-', 1));

    internal static DateOnly? Last(Segment s) => Bytes.Date(Segment.Part(s[6], (byte)'-', 2)) ?? s.Date(2);

    /// <summary>Whether DTM01 is this qualifier of three digits.</summary>
    internal static bool IsOf(Segment s, string qualifier)
    {
        var text = s[1];
        return text.Length == 3 && text[0] > ' ' && text[2] > ' ' ? Bytes.SameCode(text, qualifier) : QualifierOf(text) == qualifier;
    }

    internal static string QualifierOf(ReadOnlySpan<byte> text)
    {
        var code = Bytes.Code(text);
        return code.Length is 1 or 2 ? code.PadLeft(3, '0') : code;
    }
}

/// <summary>An AMT or QTY segment; information only, never part of a balance.</summary>
/// <param name="Qualifier">AMT01 / QTY01: B6 allowed, AU coverage amount, I interest, F5 patient paid, CA covered days…</param>
/// <param name="Value">AMT02 / QTY02 in dollars or units; null when unreadable.</param>
/// <param name="At">Where it stands.</param>
public sealed record QualifiedNumber(string Qualifier, decimal? Value, Location At);

/// <summary>A remark or reject code with its place.</summary>
/// <param name="List">HE for remark codes (RARC), RX for NCPDP reject codes; as sent in LQ01.</param>
/// <param name="Code">The code in upper case.</param>
/// <param name="At">Where it stands.</param>
public sealed record Remark(string List, string Code, Location At);

/// <summary>A segment kept as it was sent.</summary>
/// <param name="Id">Its id in upper case.</param>
/// <param name="Text">The segment without terminator; may hold patient data.</param>
/// <param name="At">Where it stands.</param>
public sealed record KeptSegment(string Id, string Text, Location At);
