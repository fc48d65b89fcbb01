// Reason for length: one check an edit; together they are the second half of docs/rules/corrected-claims.md.
using DenialDesk.X12.Claims;

namespace DenialDesk.X12.Writing;

/// <summary>Which edits of a claim cannot be written.</summary>
internal static class EditRules
{
    private static readonly string[] DelayReasons = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "15"];
    private static readonly string[] Transmissions = ["AA", "BM", "EL", "EM", "FT", "FX"];

    public static void Check(SubmittedClaim original, CorrectedClaimRequest request, List<string> refusals)
    {
        var edits = request.Edits;
        void Text(string? value, string what, int most) => CorrectionRules.Text(value, what, most, original, refusals);
        People(original, edits, refusals);
        Text(edits.GroupNumber, "The group number", 50);
        Text(edits.AuthorizationNumber, "The authorisation number", 50);
        Text(edits.ReferralNumber, "The referral number", 50);
        Text(edits.Note, "The note", 80);
        if (edits.Facility is { } facility && (facility.Length != 2 || !facility.All(char.IsAsciiLetterOrDigit)))
        {
            refusals.Add("The place of service, or the type of bill without its leading zero and frequency, has two characters.");
        }

        if (edits.DelayReason is { Length: > 0 } reason && !DelayReasons.Contains(reason))
        {
            refusals.Add("The reason for delay (CLM20) is a number from 1 to 11, or 15.");
        }

        foreach (var (qualifier, value) in edits.References)
        {
            if (qualifier is "F8" or "D9" or "G1" or "9F" || qualifier.Length is < 2 or > 3 || !qualifier.All(char.IsAsciiLetterOrDigit))
            {
                refusals.Add("A reference of this kind has a place of its own in the request or is not ours to set.");
            }

            Text(value, "A reference", 50);
        }

        Dates(original, request, refusals);
        Diagnoses(original, edits, refusals);
        Attachments(original, edits, refusals);
        Lines(original, request, refusals);
    }

    private static void People(SubmittedClaim original, ClaimEdits edits, List<string> refusals)
    {
        void Text(string? value, string what, int most) => CorrectionRules.Text(value, what, most, original, refusals);
        void Required(string? value, string what)
        {
            if (value?.Length == 0)
            {
                refusals.Add($"{what} may not be taken away, only replaced.");
            }
        }

        if (original.Patient is null && (edits.Patient is not null || edits.PatientRelationship is not null))
        {
            refusals.Add("In this claim the subscriber is the patient. Correct the subscriber instead.");
        }

        if (edits.PatientRelationship is { } relationship && (relationship.Length != 2 || !relationship.All(char.IsAsciiLetterOrDigit) || relationship == "18"))
        {
            refusals.Add("The relationship of the patient is a code of two characters other than 18: 01 spouse, 19 child, G8 other.");
        }

        foreach (var (person, role) in new[] { (edits.Subscriber, "IL"), (edits.Patient, "QC") })
        {
            if (person is null)
            {
                continue;
            }

            if (role == "IL" ? original.Subscriber.Party is null : original.Patient is { Party: null })
            {
                refusals.Add("The person to correct has no name in the original. Correct the claim in the system that made it.");
            }

            Text(person.LastName, "The last name", 60);
            Text(person.FirstName, "The first name", 35);
            Text(person.MiddleName, "The middle name", 25);
            Text(person.Suffix, "The suffix of the name", 10);
            Text(person.MemberId, "The member id", 80);
            Required(person.LastName, "The last name");
            Required(person.MemberId, "The member id");
            Address(person.Address, original, refusals);
            if (person.Sex is not (null or "F" or "M" or "U"))
            {
                refusals.Add("The sex is F, M or U.");
            }
        }

        if (edits.Payer is { } payer)
        {
            Text(payer.Name, "The payer's name", 60);
            Text(payer.Id, "The payer's id", 80);
            Required(payer.Name, "The payer's name");
            Required(payer.Id, "The payer's id");
            Address(payer.Address, original, refusals);
            if (original.Payer is null)
            {
                refusals.Add("The original names no payer. Correct the claim in the system that made it.");
            }

            if (payer.IdQualifier is not (null or "PI" or "XV"))
            {
                refusals.Add("The payer's id is of the kind PI or XV.");
            }
        }

        if (edits.RenderingProvider is { } provider)
        {
            Text(provider.LastName, "The provider's last name", 60);
            Text(provider.FirstName, "The provider's first name", 35);
            Text(provider.Taxonomy, "The provider's taxonomy", 50);
            if (provider.Npi is { } npi && !Npi.IsValid(npi))
            {
                refusals.Add("The rendering provider's NPI has ten digits and must pass its check digit. Compare it with the NPI registry.");
            }

            if (original.Party("82") is null && (string.IsNullOrEmpty(provider.LastName) || provider.Npi is null))
            {
                refusals.Add("The original names no rendering provider; hand in the name and the NPI.");
            }
        }
    }

    private static void Address(AddressEdit? address, SubmittedClaim original, List<string> refusals)
    {
        if (address is null)
        {
            return;
        }

        if (address.Line1.Length == 0 || address.City.Length == 0)
        {
            refusals.Add("An address needs its street and its city.");
        }

        CorrectionRules.Text(address.Line1, "The first address line", 55, original, refusals);
        CorrectionRules.Text(address.Line2, "The second address line", 55, original, refusals);
        CorrectionRules.Text(address.City, "The city", 30, original, refusals);
        CorrectionRules.Text(address.State, "The state", 2, original, refusals);
        CorrectionRules.Text(address.PostalCode, "The postal code", 15, original, refusals);
    }

    private static void Dates(SubmittedClaim original, CorrectedClaimRequest request, List<string> refusals)
    {
        foreach (var date in request.Edits.Dates)
        {
            if (date.Qualifier.Length != 3 || !date.Qualifier.All(char.IsAsciiDigit))
            {
                refusals.Add("The kind of a date is a number of three digits: 431 onset, 434 statement, 435 admission.");
            }

            if (date.To < date.From)
            {
                refusals.Add("A date range ends before it begins.");
            }

            if (date.Qualifier == "434" && date.From is null && original.Flavor == ClaimFlavor.Institutional)
            {
                refusals.Add("An institutional claim needs its statement dates (DTP*434).");
            }
        }
    }

    private static void Diagnoses(SubmittedClaim original, ClaimEdits edits, List<string> refusals)
    {
        if (edits.Diagnoses is not { } diagnoses)
        {
            return;
        }

        var most = original.Flavor == ClaimFlavor.Professional ? 12 : 25;
        var codes = diagnoses.Select(d => DraftEdits.Plain(d.Code)).ToList();
        if (codes.Count == 0 || codes.Count > most)
        {
            refusals.Add($"A claim of this form has 1 to {most} diagnoses.");
        }

        if (codes.Any(c => c.Length is < 3 or > 7 || !c.All(char.IsAsciiLetterOrDigit)))
        {
            refusals.Add("A diagnosis code has three to seven letters and digits.");
        }

        if (codes.Distinct(StringComparer.Ordinal).Count() != codes.Count)
        {
            refusals.Add("A diagnosis stands twice in the list. Name each once.");
        }

        if (diagnoses.Any(d => d.PresentOnAdmission is not (null or "" or "Y" or "N" or "U" or "W")))
        {
            refusals.Add("Present on admission is Y, N, U or W.");
        }
    }

    private static void Attachments(SubmittedClaim original, ClaimEdits edits, List<string> refusals)
    {
        if (original.Attachments.Count + edits.Attachments.Count > 10)
        {
            refusals.Add("A claim announces at most ten attachments.");
        }

        foreach (var attachment in edits.Attachments)
        {
            if (attachment.ReportType.Length != 2 || !attachment.ReportType.All(char.IsAsciiLetterOrDigit) || !Transmissions.Contains(attachment.Transmission))
            {
                refusals.Add("An attachment needs its type (two characters) and its way: AA on request, BM mail, EL electronic, EM e-mail, FT file transfer, FX fax.");
            }

            if (attachment.ControlNumber.Length == 0 && attachment.Transmission != "AA")
            {
                refusals.Add("An attachment that is sent needs a control number, written on the paper too, so that the payer can bring them together.");
            }

            CorrectionRules.Text(attachment.ControlNumber, "The attachment's control number", 50, original, refusals);
        }
    }

    private static void Lines(SubmittedClaim original, CorrectedClaimRequest request, List<string> refusals)
    {
        var lines = request.Edits.Lines;
        if (lines.Select(l => l.Line).Distinct().Count() != lines.Count || lines.Any(l => l.Line < 1 || l.Line > original.Lines.Count))
        {
            refusals.Add("A change names a line the claim does not have, or one line twice.");
            return;
        }

        if (lines.Count(l => l.Remove) == original.Lines.Count && request.Edits.Added.Count == 0)
        {
            refusals.Add("A claim needs at least one line. To take the whole claim back, write a void.");
        }

        foreach (var line in lines.Where(l => !l.Remove))
        {
            Line(original, line, request.Date, refusals);
        }

        Added(original, request, refusals);
    }

    /// <summary>An added line stands on its own: everything a payer asks of a line has to be there.</summary>
    private static void Added(SubmittedClaim original, CorrectedClaimRequest request, List<string> refusals)
    {
        var added = request.Edits.Added;
        if (added.Count > 0 && original.Flavor != ClaimFlavor.Professional)
        {
            refusals.Add("Lines are added to professional claims (837P) only. Correct an institutional one in the system that made it.");
            return;
        }

        if (original.Lines.Count - request.Edits.Lines.Count(l => l.Remove) + added.Count > 50)
        {
            refusals.Add("A professional claim has at most 50 lines. Leave some out.");
        }

        for (var i = 0; i < added.Count; i++)
        {
            var (line, place) = (added[i], $"the added line {i + 1}");
            if (line.Procedure.Trim().Length is < 4 or > 7 || !line.Procedure.Trim().All(char.IsAsciiLetterOrDigit))
            {
                refusals.Add($"The procedure code of {place} has four to seven letters and digits.");
            }

            if (line.Modifiers.Count > 4 || line.Modifiers.Any(m => m.Length != 2 || !m.All(char.IsAsciiLetterOrDigit)))
            {
                refusals.Add($"A line has at most four modifiers of two characters each; look at {place}.");
            }

            if (line.Charge < 0 || line.Units <= 0)
            {
                refusals.Add($"The charge of {place} may not be negative and its units must be above zero.");
            }

            if (line.On > request.Date)
            {
                refusals.Add($"The day of {place} may not lie after the day of writing.");
            }

            if (line.PlaceOfService.Length is not (0 or 2) || !line.PlaceOfService.All(char.IsAsciiLetterOrDigit))
            {
                refusals.Add($"The place of service of {place} has two digits.");
            }

            if (line.DiagnosisPointers is { } pointers && (pointers.Count > 4 || pointers.Any(p => p is < 1 or > 12) || pointers.Distinct().Count() != pointers.Count))
            {
                refusals.Add($"A line points to one to four different diagnoses; look at {place}.");
            }
        }
    }

    private static void Line(SubmittedClaim original, LineEdit line, DateOnly today, List<string> refusals)
    {
        var place = $"line {line.Line}";
        if (line.Procedure is { } code && (code.Trim().Length is < 4 or > 7 || !code.Trim().All(char.IsAsciiLetterOrDigit)))
        {
            refusals.Add($"The procedure code of {place} has four to seven letters and digits.");
        }

        if (line.Modifiers is { } modifiers && (modifiers.Count > 4 || modifiers.Any(m => m.Length != 2 || !m.All(char.IsAsciiLetterOrDigit))))
        {
            refusals.Add($"A line has at most four modifiers of two characters each; look at {place}.");
        }

        if (line.Modifiers is not null && line.Procedure is null && original.Lines[line.Line - 1].Procedure is null)
        {
            refusals.Add($"There is no procedure on {place} that a modifier could belong to.");
        }

        if (line.Charge < 0 || line.Units <= 0)
        {
            refusals.Add($"The charge of {place} may not be negative and its units must be above zero.");
        }

        if (original.Flavor == ClaimFlavor.Institutional ? line.PlaceOfService is not null || line.DiagnosisPointers is not null : line.RevenueCode is not null)
        {
            refusals.Add($"Places and diagnosis pointers belong to professional lines and revenue codes to institutional ones; look at {place}.");
        }

        if (line.RevenueCode is { } revenue && (revenue.Length != 4 || !revenue.All(char.IsAsciiLetterOrDigit)))
        {
            refusals.Add($"The revenue code of {place} has four digits.");
        }

        if (line.PlaceOfService is { Length: not (0 or 2) })
        {
            refusals.Add($"The place of service of {place} has two digits.");
        }

        if (line.DiagnosisPointers is { } pointers && (pointers.Count is 0 or > 4 || pointers.Any(p => p is < 1 or > 12) || pointers.Distinct().Count() != pointers.Count))
        {
            refusals.Add($"A line points to one to four different diagnoses; look at {place}.");
        }

        if ((line.ServiceTo is not null && line.ServiceFrom is null) || line.ServiceTo < line.ServiceFrom || line.ServiceFrom > today || line.ServiceTo > today)
        {
            refusals.Add($"The service of {place} must begin before it ends and may not lie after the day of writing.");
        }

        CorrectionRules.Text(line.AuthorizationNumber, $"The authorisation number of {place}", 50, original, refusals);
        CorrectionRules.Text(line.Note, $"The note of {place}", 80, original, refusals);
        CorrectionRules.Text(line.PlaceOfService, $"The place of service of {place}", 2, original, refusals);
    }
}
