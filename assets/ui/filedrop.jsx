/*
 * Choose or drop one file; it is posted to a door of the product's own, with progress. XMLHttpRequest, because
 * fetch cannot say how much of an upload has gone. The door answers with JSON: what it says goes to the server's
 * State through onDone, an `error` in it is shown here.
 */
import { useId, useRef, useState } from "react";
import { Icon } from "./icon.jsx";
import { useWords } from "./words.jsx";

const sizeText = (t, bytes) =>
  bytes < 1024
    ? t("{size} B", { size: bytes })
    : bytes < 1048576
      ? t("{size} KB", { size: Math.round(bytes / 1024) })
      : t("{size} MB", { size: Math.round(bytes / 104857.6) / 10 });

const answerOf = (request) => {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
};

export function FileDrop({
  action,
  name = "file",
  accept = "",
  maxBytes = 0,
  label = "",
  hint = "",
  disabled = false,
  onDone,
  onStart,
}) {
  const t = useWords();
  const id = useId();
  const input = useRef(null);
  const request = useRef(null);
  const depth = useRef(0); // dragenter and dragleave also come from what is inside
  const [over, setOver] = useState(false);
  const [file, setFile] = useState(null);
  const [sent, setSent] = useState(null); // 0…1 while it is on its way
  const [error, setError] = useState("");

  const finish = (message) => {
    request.current = null;
    setSent(null);
    setError(message);
  };

  const send = (chosen) => {
    if (!chosen || disabled) return;
    request.current?.abort();
    setFile(chosen);
    setError("");
    if (maxBytes && chosen.size > maxBytes) {
      finish(t("This file has {size}; at most {most} can be uploaded.", { size: sizeText(t, chosen.size), most: sizeText(t, maxBytes) }));
      return;
    }
    const body = new FormData();
    body.append(name, chosen, chosen.name);
    const xhr = new XMLHttpRequest();
    request.current = xhr;
    xhr.open("POST", action);
    xhr.setRequestHeader("Accept", "application/json");
    xhr.upload.onprogress = (event) => event.lengthComputable && setSent(event.loaded / event.total);
    xhr.onload = () => {
      const answer = answerOf(xhr);
      if (xhr.status >= 200 && xhr.status < 300) {
        finish("");
        onDone?.(answer);
      } else {
        finish(answer.error || t("The file could not be uploaded. Try again in a moment."));
      }
    };
    xhr.onerror = () => finish(t("The connection was lost before the whole file had gone. Choose it again."));
    xhr.onabort = () => finish("");
    setSent(0);
    onStart?.();
    xhr.send(body);
  };

  const drag = {
    onDragEnter: (event) => {
      event.preventDefault();
      depth.current += 1;
      setOver(true);
    },
    onDragOver: (event) => event.preventDefault(),
    onDragLeave: () => {
      depth.current -= 1;
      if (depth.current <= 0) setOver(false);
    },
    onDrop: (event) => {
      event.preventDefault();
      depth.current = 0;
      setOver(false);
      send(event.dataTransfer.files[0]);
    },
  };

  return (
    <div className="filedrop-place">
      <div className="filedrop" data-over={over || undefined} data-error={error ? "" : undefined} {...drag}>
        <input
          ref={input}
          id={id}
          type="file"
          className="filedrop-input"
          accept={accept || undefined}
          disabled={disabled}
          aria-describedby={`${id}hint ${id}error`}
          onChange={(event) => {
            send(event.target.files[0]);
            event.target.value = ""; // the same file can be chosen again after it was corrected
          }}
        />
        <span className="filedrop-icon">
          <Icon name="file-spreadsheet" size={20} />
        </span>
        <div className="filedrop-text">
          <p className="filedrop-title">
            <label htmlFor={id} className="filedrop-label">
              {label}
            </label>{" "}
            <span className="filedrop-or">{t("or drop it here")}</span>
          </p>
          <p id={`${id}hint`} className="filedrop-hint">
            {file ? `${file.name}, ${sizeText(t, file.size)}` : hint}
          </p>
        </div>
        {sent !== null && (
          <div className="filedrop-progress">
            <progress className="progress" max={1} value={sent} aria-label={t("Upload")} />
            <span className="filedrop-percent">{Math.round(sent * 100)}%</span>
            <button type="button" className="btn btn-ghost btn-sm" onClick={() => request.current?.abort()}>
              {t("Cancel")}
            </button>
          </div>
        )}
      </div>
      <p id={`${id}error`} className="field-error" role="alert">
        {error && (
          <>
            <Icon name="circle-alert" size={14} />
            <span>{error}</span>
          </>
        )}
      </p>
    </div>
  );
}
