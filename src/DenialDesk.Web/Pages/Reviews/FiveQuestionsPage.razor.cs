using DenialDesk.App.Dashboard;
using DenialDesk.App.Practices;
using DenialDesk.App.Reviews;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Reviews;

/// <summary>The five questions, answered as of now.</summary>
public sealed partial class FiveQuestionsPage
{
    private Sheet? _sheet;
    private ReadingWait? _wait;

    [Inject]
    public required AnswerFiveQuestions Answer { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    protected override async Task OnInitializedAsync()
    {
        var actor = await Me.GetAsync();
        var answers = await Answer.Run(new() { Waiting = Tell }, actor, CancellationToken.None);
        _sheet = FiveSheet.Of(answers, new DeskTime(await Zone.Run(actor, CancellationToken.None)));
    }

    /// <summary>What takes long is awaited with its progress.</summary>
    private void Tell(ReadingWait wait) => _ = InvokeAsync(() =>
    {
        _wait = wait;
        StateHasChanged();
    });
}
