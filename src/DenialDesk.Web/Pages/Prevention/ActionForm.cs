using System.Globalization;
using DenialDesk.App.Prevention;
using DenialDesk.Domain.Codes;

namespace DenialDesk.Web.Pages.Prevention;

/// <summary>What stands in the fields of an action while somebody types.</summary>
public sealed class ActionForm
{
    /// <summary>The written names of all categories.</summary>
    internal static IReadOnlyList<string> Categories { get; } = [.. Enum.GetValues<DenialCategory>().Select(c => c.Text())];

    public string Title { get; set; } = "";

    public string? Practice { get; set; }

    public string? Payer { get; set; }

    public string Category { get; set; } = "";

    public string Carc { get; set; } = "";

    public string Provider { get; set; } = "";

    public string Procedure { get; set; } = "";

    public string Step { get; set; } = "";

    public string Department { get; set; } = "";

    public string? Owner { get; set; }

    public string Change { get; set; } = "";

    public string Evidence { get; set; } = "";

    public string Training { get; set; } = "";

    /// <summary>One item a line.</summary>
    public string Checklist { get; set; } = "";

    public DateOnly? DueOn { get; set; }

    public string RemindEvery { get; set; } = "never";

    public DateOnly? RemindOn { get; set; }

    public string RemindText { get; set; } = "";

    /// <summary>The fields of an alert's action: its cluster, its likeliest cause.</summary>
    public static ActionForm Of(AlertRow alert) => new()
    {
        Title = alert.Title.Length > 200 ? alert.Title[..200] : alert.Title,
        Practice = alert.PracticeId.ToString(CultureInfo.InvariantCulture),
        Payer = alert.PayerId?.ToString(CultureInfo.InvariantCulture),
        Category = alert.Category,
        Carc = alert.Carc,
        Provider = alert.Provider,
        Procedure = alert.Procedure,
        Step = alert.Step,
        Department = alert.Department,
        Evidence = alert.Sentence,
    };

    /// <summary>The fields of an action that is there.</summary>
    public static ActionForm Of(ActionView view) => new()
    {
        Title = view.Title,
        Practice = view.PracticeId.ToString(CultureInfo.InvariantCulture),
        Payer = view.Key.PayerId?.ToString(CultureInfo.InvariantCulture),
        Category = view.Key.Category,
        Carc = view.Key.Carc,
        Provider = view.Key.Provider,
        Procedure = view.Key.Procedure,
        Step = view.Step,
        Department = view.Department,
        Owner = view.OwnerId?.ToString(),
        Change = view.Change,
        Evidence = view.Evidence,
        Training = view.Training,
        Checklist = string.Join('\n', view.Checklist.Select(c => c.Text)),
        DueOn = view.DueOn,
        RemindEvery = view.RemindEvery,
        RemindOn = view.RemindOn,
        RemindText = view.RemindText,
    };

    /// <summary>What is to be saved.</summary>
    public SaveAction.Input ToInput(Guid command, int practice, long? action, int version, long? alert) => new()
    {
        CommandId = command,
        PracticeId = practice,
        ActionId = action,
        Version = version,
        AlertId = alert,
        Title = Title,
        PayerId = int.TryParse(Payer, CultureInfo.InvariantCulture, out var payer) ? payer : null,
        Category = Category,
        Carc = Carc,
        Provider = Provider,
        Procedure = Procedure,
        Step = Step,
        Department = Department,
        OwnerId = Guid.TryParse(Owner, out var owner) ? owner : null,
        Change = Change,
        Evidence = Evidence,
        Training = Training,
        Checklist = [.. Checklist.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        DueOn = DueOn,
        RemindEvery = RemindEvery,
        RemindOn = RemindOn,
        RemindText = RemindText,
    };
}
