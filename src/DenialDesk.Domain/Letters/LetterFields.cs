namespace DenialDesk.Domain.Letters;

/// <summary>One merge field: its written name, what it stands for, and a made-up example.</summary>
public sealed record LetterField(string Name, string Meaning, string Example);

/// <summary>Every merge field there is. A letter template may use no other.</summary>
public static class LetterFields
{
    /// <summary>All fields, in the order they are offered.</summary>
    public static IReadOnlyList<LetterField> All { get; } =
    [
        new("today", "The day of the letter", "May 4, 2026"),
        new("practice_name", "The practice", "Elm Street Family Medicine"),
        new("practice_npi", "Its NPI", "1234567893"),
        new("practice_tax_id", "Its tax id", "12-3456789"),
        new("payer_name", "The payer", "Acme Health Plan"),
        new("payer_address", "Where its letters go", "PO Box 1, Springfield, IL 62701"),
        new("payer_fax", "Its fax number for this step", "(555) 010-0199"),
        new("level", "The step: reconsideration, first appeal, and so on", "first appeal"),
        new("patient_name", "The patient, last name first", "SAMPLE, PAT"),
        new("member_number", "The member number", "W000000001"),
        new("account_number", "The patient account number", "ACC-1001"),
        new("payer_claim_number", "The payer's claim number", "2026100000001"),
        new("service_from", "First day of service", "March 2, 2026"),
        new("service_to", "Last day of service", "March 2, 2026"),
        new("procedures", "Procedure codes of the denied lines", "99214 25, 20610"),
        new("diagnoses", "Diagnosis codes of the claim as submitted", "M17.11"),
        new("billed_amount", "What was billed on the denied lines", "$310.00"),
        new("denied_amount", "What was refused", "$310.00"),
        new("denied_on", "The day of the remittance that refused it", "April 15, 2026"),
        new("remittance_number", "The trace number of that remittance", "EFT0000123"),
        new("reason_code", "Group and reason code", "CO-50"),
        new("reason_title", "The reason in our words", "Not held medically necessary"),
        new("remark_codes", "Remark codes", "N115"),
        new("due_on", "The last day of this step", "June 14, 2026"),
        new("filed_on", "The day the claim was first submitted", "March 5, 2026"),
        new("acceptance_number", "The payer's own number in its acceptance (277CA)", "A2-998877"),
        new("authorization_number", "The authorization number on the claim", "AUTH-4711"),
        new("other_payer", "The payer that paid or decided before", "Borealis Mutual"),
        new("writer_name", "Who writes", "Bea Biller"),
    ];

    /// <summary>The made-up denial that templates are previewed with; nobody's data.</summary>
    public static IReadOnlyDictionary<string, string?> Example { get; } = All.ToDictionary(f => f.Name, f => (string?)f.Example);

    /// <summary>The same with what is often missing left out: fax, authorization, acceptance, other payer, remarks.</summary>
    public static IReadOnlyDictionary<string, string?> SparseExample { get; } = All.ToDictionary(
        f => f.Name, f => f.Name is "payer_fax" or "authorization_number" or "acceptance_number" or "other_payer" or "remark_codes" ? null : f.Example);

    /// <summary>The field of a name; null when there is none.</summary>
    public static LetterField? Find(string name) => All.FirstOrDefault(f => f.Name == name);
}
