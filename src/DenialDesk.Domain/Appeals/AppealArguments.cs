using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Appeals;

/// <summary>The argument a letter makes for each kind of denial, with places in brackets for what only the record can tell.</summary>
/// <remarks>Which evidence answers which denial: domain.md §5.5. In our own words; they are a start, and the brackets block approval until somebody has filled them.</remarks>
public static class AppealArguments
{
    /// <summary>The argument for a category; never empty.</summary>
    public static string Of(DenialCategory category) => category switch
    {
        DenialCategory.Eligibility => "The patient was covered on the day of service: [what shows it: the eligibility answer, the card, the member record], with member number [number] in force from [day].",
        DenialCategory.Cob => "The order of payers is settled: [payer] is primary since [day], and its decision is enclosed. Nothing is left to ask of the patient.",
        DenialCategory.Registration => "The member is the patient of this claim: name, day of birth and member number agree with [the card or your own record]. What differed was [what], and it changes nothing about who was treated.",
        DenialCategory.Authorization => "An authorization was [given under number / not needed because / impossible to ask for because the care was an emergency]: [say it with day, number and the name of who gave it].",
        DenialCategory.Coding => "The code describes what was done. The note says: “[the sentence]”. The coding rule that applies is [guideline, section, year].",
        DenialCategory.Bundling => "The services are distinct: [another site, another session, another problem]. The note documents each by itself: “[the sentence for the one]” and “[the sentence for the other]”.",
        DenialCategory.Documentation => "What you asked for is enclosed: [list each record with its day]. It shows [what it shows], which is what the claim says.",
        DenialCategory.MedicalNecessity => "The service was needed, point by point of your own criteria:\n1. [criterion] - [the sentence of the note that meets it]\n2. [criterion] - [the sentence]\n3. What was tried before, and with what result: [say it]",
        DenialCategory.TimelyFiling => "The claim was filed in time: you had it on [day], as your own acceptance [number] shows, which is enclosed. The window counts from [day] and ended on [day].",
        DenialCategory.Duplicate => "The two claims are for two services: [claim number and day of the one], [claim number and day of the other]. [What makes them distinct.]",
        DenialCategory.Credentialing => "The provider was enrolled on the day of service: [the letter of enrolment with its effective day] is enclosed.",
        DenialCategory.NonCovered => "The service is covered under [the benefit, the section of the plan or the policy]. The exclusion you name does not reach it, because [why].",
        DenialCategory.BillingError => "The field you found fault with is right as it was sent: [field and value], as [the record] shows.",
        DenialCategory.ChargeCapture => "The charge is documented: [record and sentence].",
        _ => "The decision does not fit the claim because [say why, and name the page that shows it].",
    };

    /// <summary>A policy as a sentence of the letter.</summary>
    /// <param name="title">The policy, guideline or contract relied on.</param>
    /// <param name="section">Its section or page; empty when it has none.</param>
    /// <param name="words">Its words, short; empty for none.</param>
    public static string Cite(string title, string section, string words)
        => $"**{title.Trim()}**{(section.Trim().Length > 0 ? ", " + section.Trim() : "")}{(words.Trim().Length > 0 ? $", says: “{words.Trim()}”" : " applies")}.";
}
