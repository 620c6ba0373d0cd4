"""What one does with a night of frames: send them, wait for the products, open them."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
from tqdm import tqdm

from goodman_live.rest import AuthenticatedClient

#: The level of a product as `data_type` counts it.
CALIBRATED = 4
#: States in which a reduction stays by itself. `waiting` is none of them: it goes on when its calibrations come.
ENDED = frozenset({"done", "failed", "rejected"})
#: Answers that may be another one a moment later.
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 507})
LONGEST_PAUSE_SECOND = 30.0
FITS = (".fits", ".fit", ".fts")
PACKINGS = (".gz", ".bz2", ".z", ".fz")


class Refused(Exception):
    """The platform said no; the text is its own sentence."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(problem.get("detail") or problem.get("title") or f"status {status}")
        self.status = status
        self.code = problem.get("code")
        self.problem = problem


class Platform:
    """A platform as one account sees it.

    `url` and `token` come from GOODMAN_URL and GOODMAN_TOKEN when they are not given. `patience` is the number of seconds for which a platform
    that does not answer is asked again.
    """

    def __init__(self, url: str | None = None, token: str | None = None, *, patience: float = 600.0) -> None:
        self.url = (url or os.environ["GOODMAN_URL"]).rstrip("/")
        self.patience = patience
        #: For the functions of goodman_live.rest.api.
        self.rest = AuthenticatedClient(base_url=self.url, token=token or os.environ["GOODMAN_TOKEN"], prefix="Token", timeout=httpx.Timeout(60.0))

    def upload(self, file: str | Path) -> dict[str, Any]:
        """Sends one frame and gives its record. One that is there already is recognized by its content: sending it again does no harm."""
        file = Path(file)
        return self._ask("POST", "/api/files/", files=lambda: {"file": (file.name, file.read_bytes())}).json()

    def upload_folder(self, folder: str | Path, *, progress: bool = True) -> list[dict[str, Any]]:
        """Sends every FITS file of a folder in the order of the names and gives the records. What broke off is taken up by calling it again:
        the checksum tells which frames are there."""
        files = sorted(file for file in Path(folder).iterdir() if file.is_file() and is_fits_name(file.name))
        return [self.upload(file) for file in tqdm(files, desc="sent", unit="frame", disable=not progress)]

    def wait(self, frames: Iterable[dict[str, Any] | int], *, timeout: float = 3600.0, every: float = 2.0, progress: bool = True) -> dict[int, dict[str, Any]]:
        """Waits until each raw frame has been reduced, has failed or was rejected; the last reduction of each, by the number of the frame.

        Frames of the calibrations wait with the rest, since they have reductions too. Raises TimeoutError, which names what is still open."""
        open_frames = {frame if isinstance(frame, int) else frame["id"] for frame in frames}
        ended: dict[int, dict[str, Any]] = {}
        last: dict[int, dict[str, Any]] = {}
        until = time.monotonic() + timeout
        with tqdm(total=len(open_frames), desc="reduced", unit="frame", disable=not progress) as bar:
            while True:
                for frame in sorted(open_frames):
                    newest = self._ask("GET", "/api/reductions/", params={"file_id": frame, "page_size": 1}).json()["results"]
                    if newest:
                        last[frame] = newest[0]
                    if newest and newest[0]["state"] in ENDED:
                        ended[frame] = newest[0]
                        bar.update()
                open_frames -= ended.keys()
                if not open_frames:
                    return ended
                if time.monotonic() > until:
                    states = ", ".join(f"{frame} ({last[frame]['state'] if frame in last else 'not begun'})" for frame in sorted(open_frames))
                    raise TimeoutError(f"Not finished after {timeout:.0f} s: {states}")
                time.sleep(every)

    def products(self, frame: dict[str, Any] | int, *, data_type: int = CALIBRATED) -> list[dict[str, Any]]:
        """The current products of a raw frame at one level: 2 reduced, 3 extracted, 4 calibrated in wavelength."""
        number = frame if isinstance(frame, int) else frame["id"]
        return list(self._all("/api/files/", {"original_file_id": number, "data_type": data_type, "current": "true"}))

    def download(self, file: dict[str, Any] | int, folder: str | Path = ".", *, format: str = "fits") -> Path:
        """Downloads a file as `fits`, or a spectrum as `csv`, `ecsv` or `votable`; it stands under its name when all of it is there."""
        number = file if isinstance(file, int) else file["id"]
        answer = self._ask("GET", f"/api/files/{number}/download/", params={"format": format})
        named = answer.headers.get("content-disposition", "").rpartition('filename="')[2].partition('"')[0]
        target = Path(folder) / (Path(unquote(named)).name or f"{number}.{format}")
        partial = target.with_name(f".{target.name}.part")
        partial.write_bytes(answer.content)
        return partial.replace(target)

    def spectrum(self, file: dict[str, Any] | int, folder: str | Path = ".") -> Any:
        """Downloads a calibrated spectrum and opens it: a specutils.Spectrum with its uncertainty and mask. Needs the extra `spectra`."""
        from specutils import Spectrum

        return Spectrum.read(self.download(file, folder))

    def _all(self, path: str, params: dict[str, Any]) -> Iterator[dict[str, Any]]:
        page = 1
        while True:
            answer = self._ask("GET", path, params={**params, "page": page, "page_size": 100}).json()
            yield from answer["results"]
            if answer["next"] is None:
                return
            page += 1

    def _ask(self, method: str, path: str, *, params: dict[str, Any] | None = None, files: Callable[[], dict[str, Any]] | None = None) -> httpx.Response:
        """Asks until there is an answer that lasts. Nothing that we send does harm when it arrives twice."""
        until = time.monotonic() + self.patience
        pause = 0.5
        while True:
            try:
                answer = self.rest.get_httpx_client().request(method, path, params=params, files=files() if files else None)
                if answer.is_success:
                    return answer
                if answer.status_code not in PASSING or time.monotonic() > until:
                    raise Refused(answer.status_code, problem_of(answer))
                pause = max(pause, float(answer.headers.get("retry-after", 0)))
            except httpx.TransportError:
                if time.monotonic() > until:
                    raise
            time.sleep(min(pause, LONGEST_PAUSE_SECOND))
            pause *= 2


def is_fits_name(name: str) -> bool:
    """Whether a file is meant to be FITS by its name, packed or not."""
    name = name.lower()
    while name.endswith(PACKINGS):
        name = name.rpartition(".")[0]
    return name.endswith(FITS) and not name.startswith(".")


def problem_of(answer: httpx.Response) -> dict[str, Any]:
    try:
        problem = answer.json()
    except ValueError:
        return {"detail": f"{answer.request.method} {answer.request.url.path}: status {answer.status_code}"}
    return problem if isinstance(problem, dict) else {}
