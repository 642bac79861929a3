/*
 * A link within the application, without a page load. It marks itself as the current page at exactly its address,
 * with or without the slash that the server adds (React Router's NavLink takes those for two pages).
 */
import { Link, useLocation } from "react-router";

const bare = (path) => path.replace(/[?#].*$/, "").replace(/\/+$/, "") || "/";

/* The browser's own: for a place on this page, a file to keep, another site. */
export function PlainLink(props) {
  return <a {...props} />;
}

export function RouteLink({ to = "", ...rest }) {
  const { pathname } = useLocation();
  return <Link to={to} aria-current={bare(pathname) === bare(to) ? "page" : undefined} {...rest} />;
}
