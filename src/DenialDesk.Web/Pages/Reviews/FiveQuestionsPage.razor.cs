using DenialDesk.App.Dashboard;
using DenialDesk.App.Practices;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Reviews;

/// <summary>The five questions, answered as of now.</summary>
public sealed partial class FiveQuestionsPage
{
    private Sheet? _sheet;

    [Inject]
    public required AnswerFiveQuestions Answer { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    protected override async Task OnInitializedAsync()
    {
        var actor = await Me.GetAsync();
        var answers = await Answer.Run(actor, CancellationToken.None);
        _sheet = FiveSheet.Of(answers, new DeskTime(await Zone.Run(actor, CancellationToken.None)));
    }
}
