namespace DenialDesk.Domain.Claims;

/// <summary>The evidence of a match in words, without patient data, so that it can stand in the journal too.</summary>
public static class MatchWords
{
    /// <summary>Sentences on what agrees and what does not, most telling first.</summary>
    public static string Of(MatchWeight w) => string.Join(' ', Sentences(w));

    /// <summary>The written name of a method, stable for files and filters.</summary>
    public static string Name(MatchMethod method) => method switch
    {
        MatchMethod.Account => "account",
        MatchMethod.PayerNumber => "payer_number",
        MatchMethod.AlteredAccount => "altered_account",
        MatchMethod.LineNumbers => "line_numbers",
        MatchMethod.Facts => "facts",
        _ => "person",
    };

    /// <summary>"matched by …": the method a person reads, from its written name.</summary>
    public static string By(string name) => name switch
    {
        "account" => "the account number",
        "payer_number" => "the payer's claim number",
        "altered_account" => "the account number as the payer changed it",
        "line_numbers" => "the line control numbers",
        "facts" => "payer, member, dates and charge",
        "person" => "a person",
        _ => "nothing yet",
    };

    private static IEnumerable<string> Sentences(MatchWeight w)
    {
        if (Account(w.Account) is { } account) { yield return account; }

        if (w.PayerNumber) { yield return "The payer gave this submission the same claim number before."; }

        if (w.LinesAsked > 0) { yield return w.Lines == w.LinesAsked ? "All line control numbers are its lines." : w.Lines > 0 ? $"{w.Lines} of {w.LinesAsked} line control numbers are its lines." : "None of the line control numbers is its line."; }

        yield return Patient(w);
        yield return w.SameDates ? "The days of service are the same." : w.Dates switch { true => "The days of service overlap.", false => "The days of service differ.", _ => "No day of service to compare." };
        yield return w.Charge switch { true => "The charge is the same.", false => "The charge differs.", _ => "No charge to compare." };
        if (w.Payer is { } payer) { yield return payer ? "It went to the payer that answered." : "It went to another payer."; }

        if (w.Sent.Taken) { yield return "Another remittance claim bears its account number."; }
    }

    private static string? Account(AccountLikeness likeness) => likeness switch
    {
        AccountLikeness.Same => "The account number is the same.",
        AccountLikeness.Bare => "The account number is the same but for zeros or punctuation.",
        AccountLikeness.Cut => "The account number that came back is the beginning of the one sent.",
        _ => null,
    };

    private static string Patient(MatchWeight w) => w switch
    {
        { Member: true, Patient: true } => "The member number is the same.",
        { Patient: true } => "The patient's last name is the same.",
        { Patient: false } => "The patient is another one.",
        _ => "No patient to compare.",
    };
}
