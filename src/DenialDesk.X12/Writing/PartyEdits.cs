namespace DenialDesk.X12.Writing;

/// <summary>Writes the edits of people, payers and providers into their name loops.</summary>
internal static class PartyEdits
{
    public static void Person(LoopDraft loop, string role, PersonEdit? edit)
    {
        var at = loop.Find("NM1", role);
        if (edit is null || at < 0)
        {
            return;
        }

        loop.Change(at, s =>
        {
            s = Name(s, 3, edit.LastName);
            s = Name(s, 4, edit.FirstName);
            s = Name(s, 5, edit.MiddleName);
            s = Name(s, 7, edit.Suffix);
            return edit.MemberId is { } id ? s.With(8, s[8].Length == 0 ? "MI" : s[8]).With(9, id) : s;
        });
        Address(loop, at, edit.Address);
        if (edit.BirthDate is not null || edit.Sex is not null)
        {
            var dmg = Below(loop, at, "DMG");
            if (dmg < 0)
            {
                dmg = EndOf(loop, at, "N3", "N4");
                loop.Segments.Insert(dmg, loop.New("DMG", "D8"));
            }

            loop.Change(dmg, s =>
            {
                s = edit.BirthDate is { } birth ? s.With(1, "D8").With(2, Element.Date(birth)) : s;
                return Name(s, 3, edit.Sex);
            });
        }
    }

    public static void Payer(LoopDraft loop, PayerEdit? edit)
    {
        var at = loop.Find("NM1", "PR");
        if (edit is null || at < 0)
        {
            return;
        }

        loop.Change(at, s => Name(Name(Name(s, 3, edit.Name), 8, edit.IdQualifier), 9, edit.Id));
        Address(loop, at, edit.Address);
    }

    /// <summary>NM1*82 of the claim; a new one stands behind the referring provider and before every other name.</summary>
    public static void Rendering(LoopDraft claim, ProviderEdit? edit)
    {
        if (edit is null)
        {
            return;
        }

        var other = claim.Find("SBR");
        var end = other < 0 ? claim.Segments.Count : other;
        var at = claim.Find("NM1", "82");
        if (at < 0 || at >= end)
        {
            at = claim.Own;
            while (at < end && (claim.Segments[at].Id != "NM1" || claim.Segments[at][1] is "DN" or "P3"))
            {
                at++;
            }

            claim.Segments.Insert(at, claim.New("NM1", "82", "1", "", "", "", "", "", "XX"));
        }

        claim.Change(at, s =>
        {
            s = Name(Name(s, 3, edit.LastName), 4, edit.FirstName);
            return edit.Npi is { } npi ? s.With(8, "XX").With(9, npi) : s;
        });
        if (edit.Taxonomy is { Length: > 0 } taxonomy)
        {
            var prv = Below(claim, at, "PRV");
            if (prv < 0)
            {
                prv = at + 1;
                claim.Segments.Insert(prv, claim.New("PRV", "PE", "PXC"));
            }

            claim.Change(prv, s => s.With(3, taxonomy));
        }
    }

    private static DocumentSegment Name(DocumentSegment s, int element, string? value) => value is null ? s : s.With(element, value);

    private static void Address(LoopDraft loop, int name, AddressEdit? address)
    {
        if (address is null)
        {
            return;
        }

        var street = Below(loop, name, "N3");
        if (street < 0)
        {
            street = name + 1;
            loop.Segments.Insert(street, loop.New("N3"));
        }

        loop.Change(street, s => s.With(1, address.Line1).With(2, address.Line2));
        var city = Below(loop, name, "N4");
        if (city < 0)
        {
            city = street + 1;
            loop.Segments.Insert(city, loop.New("N4"));
        }

        loop.Change(city, s => s.With(1, address.City).With(2, address.State).With(3, address.PostalCode));
    }

    /// <summary>A segment of the name's own loop; −1 when it has none.</summary>
    private static int Below(LoopDraft loop, int name, string id)
    {
        for (var i = name + 1; i < loop.Segments.Count && loop.Segments[i].Id is not ("NM1" or "SBR" or "LX" or "HL" or "CLM"); i++)
        {
            if (loop.Segments[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    private static int EndOf(LoopDraft loop, int name, params string[] ids)
    {
        var at = name + 1;
        while (at < loop.Segments.Count && ids.Contains(loop.Segments[at].Id))
        {
            at++;
        }

        return at;
    }
}
