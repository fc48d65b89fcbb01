using System.Globalization;
using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Payers;

namespace DenialDesk.Domain.Tests.Deadlines;

/// <summary>Turns a row of docs/rules/deadlines.md into a first clock.</summary>
internal static class FirstClockExample
{
    internal static Deadline Clock(IReadOnlyDictionary<string, string> row)
    {
        var profile = PayerProfile.Guess(row["Payer"], row["Filed as"], row["State"]);
        var codes = row["Codes"].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var context = new WindowContext
        {
            Payer = profile.Payer,
            PayerFamily = profile.Family,
            Lob = profile.Lob,
            State = profile.State,
            ClaimType = "professional",
            DenialCategory = row["Category"],
            Carcs = [.. codes.Where(code => !Remark(code))],
            Rarcs = [.. codes.Where(Remark)],
        };
        var events = WindowEvents.OfDenial(Day(row["Remittance"])!.Value, Day(row["First denial"]), null, Day(row["Service"]), null);
        return FirstClock.Of(ShippedWindowRules.All, context, events, row["Appeal"] == "yes");
    }

    internal static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    internal static DateOnly? Day(string text) => text.Length == 0 ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string Action(Deadline deadline) => deadline.Action.Text() + (deadline.Assumed ? " (assumed)" : "");

    private static bool Remark(string code) => code[0] is 'M' or 'N';
}
