/*
 * How many there were on each of a row of days. It says nothing that the table beside it does not say, so that it is
 * one picture with one sentence to assistive technology.
 *
 * Heights are per cent of the picture; the server has worked them out.
 */
import "./bars.css"; // only the pages that have bars have it

export function Bars({ bars = [], label = "", top = "", begin = "", end = "" }) {
  return (
    <figure className="bars">
      <div className="bars-top" aria-hidden="true">
        {top}
      </div>
      <div className="bars-place" role="img" aria-label={label}>
        {bars.map((bar, index) => (
          <span key={index} className="bars-day" title={bar.label}>
            <span style={{ height: `${bar.height}%` }} />
          </span>
        ))}
      </div>
      <div className="bars-days" aria-hidden="true">
        <span>{begin}</span>
        <span>{end}</span>
      </div>
    </figure>
  );
}
