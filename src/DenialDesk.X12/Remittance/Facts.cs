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
public sealed record Address(string Line1, string Line2, string City, string State, string PostalCode, string Country);

/// <summary>A contact from a PER segment.</summary>
/// <param name="Function">PER01: CX business (disputes), BL technical, IC information (a web site).</param>
/// <param name="Name">PER02; payers sometimes put a message here.</param>
/// <param name="Phone">The TE number, null when not given.</param>
/// <param name="Extension">The EX number.</param>
/// <param name="Fax">The FX number.</param>
/// <param name="Email">The EM address.</param>
/// <param name="Url">The UR address.</param>
/// <param name="At">Where it stands.</param>
public sealed record Contact(
    string Function, string Name, string? Phone, string? Extension, string? Fax, string? Email, string? Url, Location At)
{
    internal static Contact From(Segment s, Location at)
    {
        string? Find(Segment segment, string qualifier)
        {
            for (var i = 3; i <= 7; i += 2)
            {
                if (segment.Has(i, qualifier))
                {
                    return segment.TextOrNull(i + 1);
                }
            }

            return null;
        }

        return new(s.Code(1), s.Text(2), Find(s, "TE"), Find(s, "EX"), Find(s, "FX"), Find(s, "EM"), Find(s, "UR"), at);
    }
}

/// <summary>A REF segment.</summary>
/// <param name="Qualifier">REF01, trimmed and in upper case.</param>
/// <param name="Value">REF02.</param>
/// <param name="Description">REF03, empty when not sent.</param>
/// <param name="At">Where it stands.</param>
public sealed record Reference(string Qualifier, string Value, string Description, Location At);

/// <summary>A DTM segment.</summary>
/// <param name="Qualifier">DTM01 with its leading zeros restored: 050, 472.</param>
/// <param name="Date">DTM02; null when unreadable.</param>
/// <param name="At">Where it stands.</param>
public sealed record DatedFact(string Qualifier, DateOnly? Date, Location At);

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
