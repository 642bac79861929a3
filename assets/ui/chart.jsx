/*
 * How a figure has gone: a line over time, with the way from start to target behind it. It says nothing that the table
 * beside it does not say, so that it is one picture with one sentence to assistive technology.
 *
 * Places are per cent of the picture, counted from its top left; the server has worked them out.
 */
export function Chart({ points = [], plan = [], label = "", top = "", bottom = "", begin = "", end = "" }) {
  const line = points.map((point) => `${point.x},${point.y}`).join(" ");
  const last = points[points.length - 1];
  const area = last ? `${points[0].x},100 ${line} ${last.x},100` : "";
  return (
    <figure className="chart">
      <div className="chart-scale" aria-hidden="true">
        <span>{top}</span>
        <span>{bottom}</span>
      </div>
      <div className="chart-place" role="img" aria-label={label}>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <polyline className="chart-plan" points={plan.map((place) => place.join(",")).join(" ")} />
          <polygon className="chart-area" points={area} />
          <polyline className="chart-line" points={line} />
        </svg>
        {points.map((point, index) => (
          <span
            key={index}
            className="chart-point"
            data-tone={point.tone}
            title={point.label}
            style={{ left: `${point.x}%`, top: `${point.y}%` }}
          />
        ))}
      </div>
      <div className="chart-days" aria-hidden="true">
        <span>{begin}</span>
        <span>{end}</span>
      </div>
    </figure>
  );
}
