using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Claims;

/// <summary>Gathers what follows an NM1 until the next name or loop.</summary>
internal sealed class PartyBuilder
{
    private readonly SourceSegment name;
    private readonly ProblemLog log;
    private readonly List<Contact> contacts = [];
    private readonly List<Reference> references = [];
    private readonly List<ClaimDate> dates = [];
    private SourceSegment? more;
    private SourceSegment? street;
    private SourceSegment? city;
    private SourceSegment? provider;
    private SourceSegment? demographics;

    public PartyBuilder(SourceSegment name, ProblemLog log)
    {
        this.name = name;
        this.log = log;
        Role = name.View.Code(1);
    }

    public string Role { get; }

    /// <summary>Takes a segment that belongs below the name; false when it does not.</summary>
    public bool Take(SourceSegment s, bool withDates)
    {
        switch (s.Id)
        {
            case "N2":
                more = s;
                return true;
            case "N3":
                street = s;
                return true;
            case "N4":
                city = s;
                return true;
            case "PER":
                contacts.Add(Contact.From(s.View, s.At));
                return true;
            case "REF":
                references.Add(ClaimSegments.Reference(s));
                return true;
            case "PRV":
                provider = s;
                return true;
            case "DMG":
                demographics = s;
                return true;
            case "DTP" when withDates:
                dates.Add(ClaimSegments.Date(s, log));
                return true;
            default:
                return false;
        }
    }

    public ClaimParty Build() => new()
    {
        Name = Party.FromNm1(name.View, name.At),
        MoreName = more?.View.Text(1) ?? "",
        Address = street is null && city is null
            ? null
            : new Address(Text(street, 1), Text(street, 2), Text(city, 1), Text(city, 2), Text(city, 3), Text(city, 4), Text(city, 7)),
        Contacts = contacts,
        References = references,
        ProviderKind = provider?.View.Code(1) ?? "",
        Taxonomy = Text(provider, 3),
        BirthDate = demographics?.View.Date(2),
        Sex = demographics?.View.Code(3) ?? "",
        Dates = dates,
    };

    private static string Text(SourceSegment? s, int element) => s?.View.Text(element) ?? "";
}
