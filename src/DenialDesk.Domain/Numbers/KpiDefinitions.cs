// Reason for length: every number's definition, pitfall and completeness in words, on one page.
namespace DenialDesk.Domain.Numbers;

/// <summary>All definitions, in the order a manager reads them.</summary>
/// <remarks>What counts as a denial: one predicate for all of them, a first decision by the primary payer with at least one line refused by a code that means denial. Worked example:
/// docs/rules/numbers.md.</remarks>
public static class KpiDefinitions
{
    private const string Remittances = "From remittances only: claims without an 835 are not in it.";
    private const string RemitMonth = "the remittance's payment date";
    private const string OurRecord = "From what was recorded in this desk; work done elsewhere is not in it.";

    /// <summary>All, in reading order.</summary>
    public static IReadOnlyList<KpiDefinition> All { get; } =
    [
        new()
        {
            Kpi = Kpi.DenialRateClaims, Key = "denial-rate-claims", Title = "Initial denial rate, claims", Unit = KpiUnit.Share, Counted = true, LowerIsBetter = true,
            Part = "claims denied", Whole = "claims decided for the first time", Basis = RemitMonth,
            Sentence = "Claims whose first decision by the primary payer refused at least one line with a code that means denial, divided by all claims that payer decided for the first time in the month. Deductible, coinsurance, copay, contractual amounts, reversals and later decisions are not denials.",
            Pitfall = "The best-practice figure divides by claims submitted. Claims a payer sits on are in neither number, so a backlog at the payer looks like improvement.",
            Completeness = Remittances,
        },
        new()
        {
            Kpi = Kpi.DenialRateDollars, Key = "denial-rate-dollars", Title = "Initial denial rate, dollars", Unit = KpiUnit.Share, PartIsDollars = true, LowerIsBetter = true,
            Part = "billed on denied lines", Whole = "billed on claims decided for the first time", Basis = RemitMonth,
            Sentence = "Charges of the lines denied at first decisions, divided by the charges of all claims decided for the first time in the month.",
            Pitfall = "Charges overweight expensive procedures. The trends page divides refused dollars instead, which leave out the contractual part of a denied line and are a little lower.",
            Completeness = Remittances,
        },
        new()
        {
            Kpi = Kpi.CleanClaims, Key = "clean-claims", Title = "First-pass clean claims", Unit = KpiUnit.Share, Counted = true, LowerIsBetter = false,
            Part = "claims never sent back", Whole = "first submissions that were answered", Basis = "the day the claim was submitted",
            Sentence = "Original claims of our 837 files that a 999 or 277CA answered and that no clearinghouse or payer sent back, divided by all original claims answered so.",
            Pitfall = "Another figure goes by the same name: claims paid at the first decision. That one is first-pass resolution, below.",
            Completeness = "From our 837 files and their 999 and 277CA answers: claims sent without them are not in it, and remittances alone cannot show it.",
        },
        new()
        {
            Kpi = Kpi.FirstPass, Key = "first-pass", Title = "First-pass resolution", Unit = KpiUnit.Share, Counted = true, LowerIsBetter = false,
            Part = "claims closed by their first decision", Whole = "claims decided for the first time", Basis = RemitMonth,
            Sentence = "Claims whose first decision paid them, or left a valid share to the patient, with no line denied, divided by all claims decided for the first time in the month.",
            Pitfall = "A claim paid too little counts as resolved here; see underpayments.",
            Completeness = Remittances,
        },
        new()
        {
            Kpi = Kpi.AppealSuccess, Key = "appeal-success", Title = "Appeal success", Unit = KpiUnit.Share, Counted = true, LowerIsBetter = false,
            Part = "appeals overturned, in full or in part", Whole = "appeals decided", Basis = "the day of the decision",
            Sentence = "Appeals decided in the month that the payer overturned in full or in part, divided by all appeals decided in the month. Withdrawn ones are not decided.",
            Pitfall = "Only good cases are appealed, so this says little about the denials nobody appealed. It is not divided by denials.",
            Completeness = OurRecord,
        },
        new()
        {
            Kpi = Kpi.AppealDollars, Key = "appeal-dollars", Title = "Appeal success, dollars", Unit = KpiUnit.Share, PartIsDollars = true, LowerIsBetter = false,
            Part = "granted", Whole = "in dispute on appeals decided", Basis = "the day of the decision",
            Sentence = "Dollars the payer granted on appeals decided in the month, divided by the dollars in dispute on them.",
            Pitfall = "Granted is what the letter says; money is what a later remittance pays.",
            Completeness = OurRecord,
        },
        new()
        {
            Kpi = Kpi.OverturnedOfInitial, Key = "overturned-of-initial", Title = "Overturned of initial denials", Unit = KpiUnit.Share, Counted = true, Matures = 4, LowerIsBetter = false,
            Part = "denials paid after all", Whole = "initial denials", Basis = "the month of the denial",
            Sentence = "Initial denials of the month that the payer paid after all, by a correction, an appeal or on its own, divided by all initial denials of the month.",
            Pitfall = "Young months are not finished. Unlike appeal success its denominator holds every denial, also those nobody fought; both belong side by side.",
            Completeness = Remittances,
        },
        new()
        {
            Kpi = Kpi.TimelyFiling, Key = "timely-filing", Title = "Timely-filing denials", Unit = KpiUnit.Share, Counted = true, LowerIsBetter = true,
            Part = "claims refused as too late", Whole = "claims decided for the first time", Basis = RemitMonth,
            Sentence = "Claims with a line refused as filed too late (reason 29 and its equals) at their first decision, divided by all claims decided for the first time in the month.",
            Pitfall = "The share of denials that are too late is another, larger number; the zones fit this one only.",
            Completeness = Remittances,
        },
        new()
        {
            Kpi = Kpi.ArDays, Key = "ar-days", Title = "A/R days, high-dollar", Unit = KpiUnit.Days, IsMoment = true, LowerIsBetter = true,
            Part = "days since submission, added up", Whole = "open denials with the most dollars", Basis = "the last day of the month; today in this month",
            Sentence = "Mean age of the denials that were open at the end of the month and expected to pay at least as much as nine in ten of the practice's denials of two years do. Age counts from the first submission, from the date of service where that is unknown.",
            Pitfall = "A minimum: claims that no payer has answered at all are not among remittances.",
            Completeness = Remittances,
        },
        new()
        {
            Kpi = Kpi.WorkedInSeven, Key = "worked-in-7", Title = "Worked within 7 days", Unit = KpiUnit.Share, Counted = true, LowerIsBetter = false,
            Part = "denials worked within 7 days", Whole = "denials found whose 7 days are over", Basis = "the day the denial was found here",
            Sentence = "Denials with a step of work (not a look, not an assignment) within 7 calendar days of the day their file was posted, divided by the denials whose 7 days are over. One that ended by itself within the week, untouched, is in neither number.",
            Pitfall = "Counted from posting: a file that lay about before it was posted looks fresh.",
            Completeness = OurRecord,
        },
        new()
        {
            Kpi = Kpi.DaysToWork, Key = "days-to-work", Title = "Days to first work", Unit = KpiUnit.Days, LowerIsBetter = true,
            Part = "days, added up", Whole = "denials that were worked", Basis = "the day the denial was found here",
            Sentence = "Calendar days from posting to the first step of work, over the denials of the month that were worked: mean, median and the day by which nine in ten were worked.",
            Pitfall = "Denials nobody has touched are not in it: read it beside the share worked within 7 days.",
            Completeness = OurRecord,
        },
        new()
        {
            Kpi = Kpi.DaysToResolution, Key = "days-to-resolution", Title = "Days to resolution", Unit = KpiUnit.Days, LowerIsBetter = true,
            Part = "days, added up", Whole = "denials closed", Basis = "the day of closing",
            Sentence = "Calendar days from the denial to its end (paid, patient's, next payer's, written off or expired), over the denials closed in the month: mean, median and the day by which nine in ten were closed.",
            Pitfall = "Over closed denials only: it falls while a backlog grows. Read it beside the backlog.",
            Completeness = OurRecord,
        },
        new()
        {
            Kpi = Kpi.TimeToResolution, Key = "time-to-resolution", Title = "Time to resolution, open ones counted", Unit = KpiUnit.Days, IsSurvival = true, Matures = 3, LowerIsBetter = true,
            Part = "denials ended", Whole = "denials of the month", Basis = "the month of the denial",
            Sentence = "The day by which half of the month's denials had ended (paid, patient's, next payer's, written off or expired). One that is still open, or that a later answer replaced, counts as longer than it was seen (Kaplan–Meier).",
            Pitfall = "No number while fewer than half have ended. It holds as long as those still open end like those that have ended.",
            Completeness = Remittances,
        },
        new()
        {
            Kpi = Kpi.NetCollection, Key = "net-collection", Title = "Net collection", Unit = KpiUnit.Share, Matures = 6, PartIsDollars = true, LowerIsBetter = false,
            Part = "paid, less what was taken back", Whole = "charged, less contractual amounts", Basis = "the date of service",
            Sentence = "What payers and the patients' shares on remittances brought for services of the month, divided by their charges less contractual amounts as the latest answer gives them.",
            Pitfall = "Young months are not finished: judge a month when it is half a year old. Denied amounts are not taken for contractual ones.",
            Completeness = "From remittances only: what patients paid is taken to be what remittances put on them.",
        },
        new()
        {
            Kpi = Kpi.CashOfRevenue, Key = "cash-of-revenue", Title = "Cash of net revenue", Unit = KpiUnit.Share, PartIsDollars = true, LowerIsBetter = false,
            Part = "paid in the month, less what was taken back", Whole = "net revenue of a usual month", Basis = "the remittance's payment date; the three months of service before it for the revenue",
            Sentence = "Cash as HFMA divides it: what payers paid in the month, less reversals, divided by the monthly net revenue (charges less contractual amounts) of the services of the three months before.",
            Pitfall = "Another base than net collection: cash of one month against revenue of others, so it passes 100 % when old money comes in. Services no payer has answered yet are missing below the line and make it look better. Money taken back on the provider's level (PLB) is not in it.",
            Completeness = "From remittances only: patients' payments and revenue without an 835 are not in it. HFMA takes both from the ledger.",
        },
        new()
        {
            Kpi = Kpi.WriteOffs, Key = "write-offs", Title = "Denial write-offs", Unit = KpiUnit.Share, PartIsDollars = true, LowerIsBetter = true,
            Part = "written off", Whole = "denied at first decisions of the month", Basis = "the day of approval; the remittance's date for what was denied",
            Sentence = "Dollars of denials written off in the month and not taken back, divided by the dollars denied at first decisions of the month.",
            Pitfall = "The usual denominator is net patient service revenue, which needs the ledger. Written-off dollars belong to older denials than those they are divided by.",
            Completeness = OurRecord,
        },
        new()
        {
            Kpi = Kpi.Repeats, Key = "repeats", Title = "Repeat denials", Unit = KpiUnit.Share, Counted = true, LowerIsBetter = true,
            Part = "denied again", Whole = "answers to claims that had been denied before", Basis = RemitMonth,
            Sentence = "Later decisions of the same payer on a claim it had denied that deny it again, divided by all its later decisions on such claims in the month. Reversals are no decisions.",
            Pitfall = "A corrected claim under another account number is found by the payer's claim number; where that is missing too, it looks new.",
            Completeness = Remittances,
        },
        new()
        {
            Kpi = Kpi.Recovery, Key = "recovery", Title = "Recovery rate", Unit = KpiUnit.Share, Matures = 3, PartIsDollars = true, LowerIsBetter = false,
            Part = "recovered so far", Whole = "expected on denials of the month", Basis = "the month of the denial",
            Sentence = "Dollars paid on the lines denied in the month, net of what was taken back, divided by what those denials were expected to pay; so far, and after 30, 60, 90 and 180 days.",
            Pitfall = "Young months are not finished. Divided by expected dollars: charges would understate it by the contract's discount.",
            Completeness = Remittances,
        },
        new()
        {
            Kpi = Kpi.Recovered, Key = "recovered", Title = "Recovered dollars", Unit = KpiUnit.Dollars, PartIsDollars = true, LowerIsBetter = false,
            Part = "recovered on denials closed", Whole = "", Basis = "the day of closing",
            Sentence = "Dollars recovered on denials closed in the month.",
            Pitfall = "A sum follows the volume: read it beside the recovery rate.",
            Completeness = Remittances,
        },
        new()
        {
            Kpi = Kpi.ReworkCost, Key = "rework-cost", Title = "Cost to rework", Unit = KpiUnit.DollarsEach, PartIsDollars = true, LowerIsBetter = true,
            Part = "spent on work", Whole = "denials worked", Basis = "the day of the work",
            Sentence = "Measured minutes at the desk's hourly cost, or a flat $25 for a denial first worked in the month without measured time, divided by the denials worked.",
            Pitfall = "Time is measured at the denial's page only; calls made elsewhere are not in it.",
            Completeness = OurRecord,
        },
        new()
        {
            Kpi = Kpi.NetRecovered, Key = "net-recovered", Title = "Net recovered", Unit = KpiUnit.Dollars, PartIsDollars = true, LowerIsBetter = false,
            Part = "recovered, less the cost of work", Whole = "", Basis = "the day of closing; the day of the work for its cost",
            Sentence = "Dollars recovered on denials closed in the month, less what the work of the month cost.",
            Pitfall = "Work of this month often brings its money in the next.",
            Completeness = OurRecord,
        },
        new()
        {
            Kpi = Kpi.Backlog, Key = "backlog", Title = "Backlog", Unit = KpiUnit.Count, IsMoment = true, PartIsDollars = true, LowerIsBetter = true,
            Part = "open dollars", Whole = "open denials", Basis = "the last day of the month; today in this month",
            Sentence = "Denials open at the end of the month by days since the first denial: 0–30, 31–60, 61–90, 91–120 and more, with the dollars still open. Past months count what has closed since as open then.",
            Pitfall = "Age counts from the denial and not from the last touch; for denials that have closed since, the dollars are what was denied.",
            Completeness = Remittances,
        },
        new()
        {
            Kpi = Kpi.PastSafe, Key = "past-safe", Title = "Dollars past the last safe day", Unit = KpiUnit.Share, IsMoment = true, PartIsDollars = true, LowerIsBetter = true,
            Part = "open past their last safe day", Whole = "open on denials", Basis = "the last day of the month; today in this month",
            Sentence = "Dollars of denials open at the end of the month whose last safe day was over by then, divided by the dollars of all denials open then. The target is none.",
            Pitfall = "Past months are held against the deadlines as they stand now: a window that was changed since moves them.",
            Completeness = Remittances,
        },
        new()
        {
            Kpi = Kpi.RecoveredPerHour, Key = "recovered-per-hour", Title = "Recovered an hour", Unit = KpiUnit.DollarsEach, PartIsDollars = true, LowerIsBetter = false,
            Part = "recovered on denials closed", Whole = "hours logged", Basis = "the day of closing; the day of the work for its hours",
            Sentence = "Dollars recovered on denials closed in the month, divided by the hours measured on denials in the month.",
            Pitfall = "Never a ranking of people: hard denials take longer.",
            Completeness = OurRecord,
        },
        new()
        {
            Kpi = Kpi.Touches, Key = "touches", Title = "Touches per resolution", Unit = KpiUnit.Each, LowerIsBetter = true,
            Part = "steps taken by people", Whole = "denials closed", Basis = "the day of the step; the day of closing",
            Sentence = "Steps people took in the month, divided by the denials closed in the month.",
            Pitfall = "Falls when easy denials are closed in bulk.",
            Completeness = OurRecord,
        },
    ];

    private static readonly Dictionary<string, KpiDefinition> ByKey = All.ToDictionary(d => d.Key);
    private static readonly Dictionary<Kpi, KpiDefinition> ByKpi = All.ToDictionary(d => d.Kpi);

    /// <summary>The definition of a number.</summary>
    public static KpiDefinition Of(Kpi kpi) => ByKpi[kpi];

    /// <summary>The definition behind an address; null when there is none.</summary>
    public static KpiDefinition? Find(string? key) => key is null ? null : ByKey.GetValueOrDefault(key);

    /// <summary>As it stands in addresses and tables.</summary>
    public static string Text(this Kpi kpi) => ByKpi[kpi].Key;
}
