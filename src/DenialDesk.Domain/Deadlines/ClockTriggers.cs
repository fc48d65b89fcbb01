using System.Collections.Frozen;
using System.Globalization;

namespace DenialDesk.Domain.Deadlines;

/// <summary>What else is known of a denial that starts a clock beside its own: promises, other payers, requests. Nothing in it, no such clock.</summary>
public sealed record ClockTriggers
{
    /// <summary>Nothing known.</summary>
    public static ClockTriggers None { get; } = new();

    /// <summary>The payer's promise that counts, the last one written down.</summary>
    public PayerPromise? Promise { get; init; }

    /// <summary>The payer that follows, when the remittance names one.</summary>
    public NextPayer? NextPayer { get; init; }

    /// <summary>The day of the notice that asks for money back.</summary>
    public DateOnly? RefundAskedOn { get; init; }

    /// <summary>The day of the decision that upheld an earlier appeal of ours; it starts the next level.</summary>
    public DateOnly? UpheldOn { get; init; }

    /// <summary>How many appeals of ours were upheld on this claim so far.</summary>
    public int Upheld { get; init; }
}

/// <summary>The payer that follows this one, and what its rules are chosen by.</summary>
/// <param name="Name">As the remittance names it; null when it only says that there is one.</param>
/// <param name="Rules">Rules that may apply to that payer, the defaults among them.</param>
/// <param name="Context">What is known about that payer.</param>
public sealed record NextPayer(string? Name, IReadOnlyCollection<WindowRule> Rules, WindowContext Context);

/// <summary>A day by which the payer said it would answer, as somebody wrote it down.</summary>
/// <param name="Number">Its number on the denial.</param>
/// <param name="AnswerBy">The day named, inclusive.</param>
/// <param name="ToldOn">The day it was said.</param>
/// <param name="How">Call, portal or letter.</param>
/// <param name="Reference">The payer's reference for it; empty without one.</param>
public sealed record PayerPromise(long Number, DateOnly AnswerBy, DateOnly ToldOn, PromiseChannel How, string Reference)
{
    private const int LongestDays = 366;

    /// <summary>How it was counted, for the clock's sentence.</summary>
    public string Sentence => string.Create(
        CultureInfo.InvariantCulture,
        $"{AnswerBy:ddd d MMM yyyy} = promised by the payer {HowWords} on {ToldOn.ToString(ToldOn.Year == AnswerBy.Year ? "d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture)}{(Reference.Length > 0 ? $", reference {Reference}" : "")}");

    private string HowWords => How switch { PromiseChannel.Call => "on the phone", PromiseChannel.Portal => "in its portal", _ => "in a letter" };

    /// <summary>What is wrong with a promise as typed; null when it can be kept.</summary>
    /// <param name="answerBy">The day named.</param>
    /// <param name="toldOn">The day it was said.</param>
    /// <param name="today">The practice's day.</param>
    public static Refusal? Check(DateOnly answerBy, DateOnly toldOn, DateOnly today)
    {
        if (toldOn > today) { return new("promise_told", "The payer cannot have said this on a day that is still to come. Check the day it was said."); }

        if (answerBy < toldOn) { return new("promise_backwards", "The answer is promised for a day before it was promised. Check the two days."); }

        return answerBy.DayNumber - toldOn.DayNumber > LongestDays
            ? new("promise_far", "No payer promises an answer more than a year ahead. Check the year.")
            : null;
    }
}

/// <summary>How the payer promised.</summary>
public enum PromiseChannel
{
    /// <summary>On the phone.</summary>
    Call,

    /// <summary>In its portal.</summary>
    Portal,

    /// <summary>In a letter or fax.</summary>
    Letter,
}

/// <summary>Whether a remittance asks for papers: only then does the clock for sending them run.</summary>
/// <remarks>Reasons and remarks that say records, reports or an attachment were not received or are incomplete (CARC and RARC lists as shipped, category documentation).</remarks>
public static class RecordsAsked
{
    private static readonly FrozenSet<string> _reasons = FrozenSet.Create("226", "250", "251", "252");

    private static readonly FrozenSet<string> _remarks = FrozenSet.Create(
        "M23", "M29", "M30", "M31", "M60", "M127", "M135", "N4", "N26", "N40", "N102", "N205", "N206", "N231", "N237", "N366", "N455", "N456", "N457", "N479", "N480", "N498",
        "N705", "N706", "N707", "N708", "N709", "N710", "N711", "N712", "N714", "N716");

    /// <summary>The code that asks, remarks before reasons because they say what for; null when none does.</summary>
    public static string? By(WindowContext context) => context.Rarcs.FirstOrDefault(_remarks.Contains) ?? context.Carcs.FirstOrDefault(_reasons.Contains);
}
