using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Components;

/// <summary>A page, or a part of one, that knows whether it has read what its address asks for: its keys wait until it has.</summary>
public abstract class ReadingPage : ComponentBase
{
    /// <summary>What is still being read; ended when nothing is.</summary>
    protected Task Reading { get; private set; } = Task.CompletedTask;

    public override Task SetParametersAsync(ParameterView parameters) => Reading = base.SetParametersAsync(parameters);
}
