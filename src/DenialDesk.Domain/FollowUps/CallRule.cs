namespace DenialDesk.Domain.FollowUps;

/// <summary>A call as somebody writes it down.</summary>
/// <param name="CalledOn">The practice's day of the call.</param>
/// <param name="Phone">The number; may be empty.</param>
/// <param name="SpokeTo">Who answered; may be empty when nobody did.</param>
/// <param name="Reference">The payer's number for the call.</param>
/// <param name="Result">What it brought.</param>
/// <param name="Said">What was said.</param>
/// <param name="AnswerBy">The day the payer named, inclusive; null: none.</param>
/// <param name="NextOn">When to look again; null: by the plan.</param>
public sealed record CallNote(DateOnly CalledOn, string Phone, string SpokeTo, string Reference, CallResult Result, string Said, DateOnly? AnswerBy, DateOnly? NextOn)
{
    /// <summary>What is wrong with it, as a sentence; null when it can be kept.</summary>
    /// <param name="today">The practice's day.</param>
    public Refusal? Check(DateOnly today)
    {
        if (CalledOn > today) { return new("call_future", "The call lies in the future. Give the day on which it was made."); }

        if (CalledOn < today.AddDays(-90)) { return new("call_old", "The call is more than 90 days old. Check the year."); }

        if (Result != CallResult.NoAnswer && string.IsNullOrWhiteSpace(SpokeTo)) { return new("call_person", "Write down who answered: a name, or “automatic line”. Without it the payer will not know of the call."); }

        if (Phone.Length > 40 || SpokeTo.Length > 80 || Reference.Length > 80 || Said.Length > 2000)
        {
            return new("call_long", "A number has room for 40 letters, a name and a reference for 80, and what was said for 2,000. Shorten it.");
        }

        if (Result is CallResult.MoreInformation && string.IsNullOrWhiteSpace(Said)) { return new("call_what", "They want more information: write down what."); }

        if (AnswerBy is { } by && (by < CalledOn || by > CalledOn.AddYears(1))) { return new("call_promise", "The promised day lies before the call, or more than a year after it. Check it."); }

        return NextOn is { } next && (next < today || next > today.AddYears(1)) ? new("call_next", "The next look lies in the past, or more than a year away. Check the day.") : null;
    }
}
